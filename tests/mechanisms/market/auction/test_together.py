"""Threads that write or ask at one moment do it together: in order of arrival, each with its own answer or fault."""

import threading

from kechuang.mechanisms.market.auction.running.together import Together


def test_what_arrives_while_one_works_is_done_in_one_go_in_order_of_arrival():
    batches = []

    def work(jobs):
        if not batches:
            while len(together._jobs) < 6:
                pass
        batches.append([job.wanted for job in jobs])
        for job in jobs:
            job.finish(job.wanted * 10)

    together, found = Together(work), {}

    def ask(number):
        found[number] = together.run(number).found

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert found == {number: number * 10 for number in range(6)}
    assert len(batches) == 2
    assert sorted(number for batch in batches for number in batch) == list(range(6))


def test_who_leads_goes_on_until_its_own_is_done_and_time_over_leaves_the_place_to_the_next():
    rounds = []

    def work(jobs):
        rounds.append([job.wanted for job in jobs])
        if len(rounds) == 3:
            jobs[0].finish("at last")

    together = Together(work)

    late = together.run("never", seconds=0)
    done = together.run("soon")

    assert (late.done, done.found) == (False, "at last")
    assert rounds == [["never"], ["soon"], ["soon"]]


def test_a_fault_of_one_is_nobody_elses():
    def work(jobs):
        for job in jobs:
            if job.wanted == "bad":
                job.fail(ValueError("bad"))
            else:
                job.finish("fine")

    together = Together(work)

    assert isinstance(together.run("bad").fault, ValueError)
    assert together.run("good").found == "fine"
