// The live page of a lot. Without this script the page refreshes itself and every form works.
(() => {
  "use strict";
  const root = document.getElementById("live");
  if (!root) return;
  const words = JSON.parse(root.dataset.words);
  const mine = root.dataset.paddle || "";
  const at = (name) => root.querySelector(`[data-live="${name}"]`);
  const put = (name, text) => {
    const node = at(name);
    if (node && node.textContent !== text) node.textContent = text;
  };
  const show = (name, on) => {
    const node = at(name);
    if (node) node.hidden = !on;
  };
  const money = (text) => {
    if (text === null || text === undefined) return "—";
    const [whole, fen] = text.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return fen && fen !== "00" ? `${grouped}.${fen}` : grouped;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  let board = JSON.parse(root.dataset.board || "{}");
  let etag = "";
  let offset = Number(root.dataset.now) - Date.now();
  let failures = 0;
  let said = "";
  let saidAt = 0;
  let unsaid = "";
  let best = Infinity;
  let timer = 0;

  const now = () => Date.now() + offset;
  const clockText = (ms) => {
    const left = Math.max(0, Math.ceil(ms / 1000));
    const hours = Math.floor(left / 3600);
    const minutes = Math.floor((left % 3600) / 60);
    const two = (n) => String(n).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${two(minutes)}:${two(left % 60)}`;
  };
  const timeOf = (iso) => new Date(Date.parse(iso)).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });

  // What a screen reader hears: at most once in four seconds, then the newest; and at once when it is about me.
  const speak = (text, urgent) => {
    const moment = Date.now();
    unsaid = text === said ? "" : text;
    if (!text || text === said || (!urgent && moment - saidAt < 4000)) return;
    said = text;
    saidAt = moment;
    unsaid = "";
    put("said", text);
  };

  const standing = () => {
    if (board.sold_to) return mine && board.sold_to === mine ? "won" : mine ? "lost" : "sold";
    if (board.phase === "unsold") return "unsold";
    if (!mine) return "watching";
    if (board.form === "sealed" || board.form === "vickrey" || board.form === "sealed_reverse") return "sealed";
    if (!board.paddle) return "nobody";
    return board.paddle === mine ? "leading" : "beaten";
  };

  const falling = () => {
    const f = board.falling;
    if (!f || !f.from || board.phase !== "running") return null;
    const gone = Math.max(0, Math.floor((now() - Date.parse(f.from)) / (f.seconds * 1000)));
    return Math.max(Number(f.floor), Number(board.start) - gone * Number(f.decrement)).toFixed(2);
  };

  const tick = () => {
    if (unsaid) speak(unsaid, false);
    let text = "—";
    let label = words.phase[board.phase] || board.phase;
    if (board.phase === "announced" && board.starts_at) text = clockText(Date.parse(board.starts_at) - now());
    if (board.phase === "running" && board.ends_at) text = clockText(Date.parse(board.ends_at) - now());
    if ((board.phase === "revealing" || board.phase === "matching") && board.until) text = clockText(Date.parse(board.until) - now());
    if (board.phase === "suspended" && board.resumes_at) text = clockText(Date.parse(board.resumes_at) - now());
    if (board.phase === "running" && board.calls) label = fill(words.call, { call: board.calls });
    put("clock", text);
    put("phase", label);
    const soon = board.phase === "running" && board.ends_at && Date.parse(board.ends_at) - now() < 60000;
    root.classList.toggle("soon", Boolean(soon));
    const asking = falling();
    if (asking !== null) {
      put("price", money(asking));
      const limit = root.querySelector("input[name=limit]");
      if (limit) limit.value = asking;
    }
  };

  const rows = () => {
    const body = at("rows");
    if (!body) return;
    body.replaceChildren(
      ...board.recent.map((each) => {
        const row = document.createElement("tr");
        const cells = [timeOf(each.at), words.kind[each.kind] || each.kind, each.paddle || "", money(each.amount ?? each.price)];
        cells.forEach((text, index) => {
          const cell = document.createElement("td");
          cell.textContent = text === "—" ? "" : text;
          if (index === 3) cell.className = "number";
          row.append(cell);
        });
        if (mine && each.paddle === mine) row.className = "mine";
        return row;
      }),
    );
  };

  const draw = (changed) => {
    if (!board.falling || board.phase !== "running") put("price", money(board.sold_for ?? board.price ?? board.start));
    put("bids", String(board.bids));
    put("bidders", `${board.bidders} / ${board.admitted}`);
    put("price-label", words.price[board.sold_for ? "sold" : board.falling ? "asking" : board.price ? "leading" : "start"]);
    put("paddle", board.sold_to || board.paddle || "—");
    put("next", money(board.next));
    const how = standing();
    root.dataset.standing = how;
    put("standing", fill(words.standing[how] || "", { paddle: board.sold_to || board.paddle || "", price: money(board.sold_for ?? board.price) }));
    show("form", board.phase === "running");
    show("match", Boolean(board.price) && how === "beaten");
    const input = root.querySelector("input[name=amount]");
    if (input && board.next && document.activeElement !== input && !input.dataset.touched) input.value = board.next.replace(/\.00$/, "");
    for (const button of root.querySelectorAll("[data-raise]")) {
      const base = Number(board.next ?? board.start);
      button.value = (base + Number(button.dataset.raise) * Number(board.step ?? 0)).toFixed(2);
      button.textContent = money(button.value);
    }
    rows();
    tick();
    if (changed) speak(`${words.phase[board.phase] || ""} ${fill(words.standing[how] || "", { paddle: board.paddle || "", price: money(board.sold_for ?? board.price) })}`, how === "beaten" || how === "won");
  };

  const over = () => ["settled", "default_settled", "unsold", "withdrawn", "aborted"].includes(board.phase);
  const pause = () => {
    if (document.hidden) return 5000;
    if (failures) return Math.min(500 * 2 ** failures, 8000);
    if (over()) return 30000;
    if (board.phase === "running" || board.phase === "matching") return 500;
    const start = board.starts_at ? Date.parse(board.starts_at) - now() : Infinity;
    return start < 60000 ? 500 : 2000;
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const began = Date.now();
      const answer = await fetch(root.dataset.url, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store", credentials: "omit" });
      const took = Date.now() - began;
      const told = Number(answer.headers.get("X-Server-Time"));
      if (told && took <= best + 20) {
        best = Math.min(best, took);
        offset = told + took / 2 - Date.now();
      }
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        const before = board.phase;
        board = await answer.json();
        draw(true);
        if (before !== board.phase && !document.activeElement?.matches("input,textarea")) location.reload();
      } else if (answer.status !== 304) throw new Error(String(answer.status));
      failures = 0;
      show("lost", false);
    } catch {
      failures = Math.min(failures + 1, 5);
      show("lost", failures > 1);
    }
    clearTimeout(timer);
    timer = setTimeout(look, pause());
  };

  root.addEventListener("input", (event) => {
    if (event.target.name === "amount") event.target.dataset.touched = "1";
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });

  // A bid without leaving the page; the answer is said beside the form.
  for (const form of root.querySelectorAll("form[data-bid]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      // The button is not disabled meanwhile: that would take the keyboard's focus from it.
      if (form.getAttribute("aria-busy") === "true") return;
      form.setAttribute("aria-busy", "true");
      const sent = new FormData(form, event.submitter);
      try {
        const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
        const told = await answer.json();
        put("answer", told.said);
        const box = at("answer");
        if (box) box.className = told.ok ? "notice good" : "notice bad";
        if (told.ok) {
          const input = form.querySelector("input[name=amount]");
          if (input) delete input.dataset.touched;
        }
        const key = form.querySelector("input[name=key]");
        if (key && told.key) key.value = told.key;
      } catch {
        put("answer", words.unanswered);
      }
      form.removeAttribute("aria-busy");
      look();
    });
  }

  draw(false);
  setInterval(tick, 250);
  look();
})();
