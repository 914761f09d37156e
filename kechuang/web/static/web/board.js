// Boards: cards that may go somewhere are dragged there, or walked over by arrow keys. The menu on each card does the same.
(() => {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const cards = (root) => [...root.querySelectorAll("[data-card]")];
  const lanes = [...board.querySelectorAll("[data-lane]")];
  let lifted = null;

  // One way to a lane opens its page; several open the card's menu, which says their names.
  const go = (card, lane) => {
    const ways = [...card.querySelectorAll(`[data-way~="${CSS.escape(lane)}"]`)];
    if (ways.length === 1) ways[0].click();
    else if (ways.length) {
      card.querySelector("details").open = true;
      ways[0].focus();
    }
  };
  const takes = (lane) => lifted && lifted.dataset.to.split(" ").includes(lane.dataset.lane);

  for (const card of cards(board)) if (card.dataset.to) card.draggable = true;
  board.addEventListener("dragstart", (event) => {
    lifted = event.target.closest("[data-card]");
    if (!lifted) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", lifted.id);
    lifted.classList.add("lifted");
    for (const lane of lanes) lane.classList.toggle("takes", takes(lane));
  });
  board.addEventListener("dragover", (event) => {
    const lane = event.target.closest("[data-lane]");
    if (lane && takes(lane)) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const lane = event.target.closest("[data-lane]");
    if (!lane || !takes(lane)) return;
    event.preventDefault();
    go(lifted, lane.dataset.lane);
  });
  board.addEventListener("dragend", () => {
    if (lifted) lifted.classList.remove("lifted");
    lifted = null;
    for (const lane of lanes) lane.classList.remove("takes");
  });

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || event.ctrlKey || event.altKey || event.metaKey) return;
    const lane = card.closest("[data-lane]"), column = cards(lane), at = column.indexOf(card);
    const beside = (by) => {
      for (let next = lanes.indexOf(lane) + by; lanes[next]; next += by) {
        const found = cards(lanes[next]);
        if (found.length) return found[Math.min(at, found.length - 1)];
      }
      return null;
    };
    const keys = { ArrowDown: () => column[at + 1], ArrowUp: () => column[at - 1], ArrowRight: () => beside(1), ArrowLeft: () => beside(-1) };
    if (keys[event.key]) {
      const next = keys[event.key]();
      if (next) { event.preventDefault(); (next.querySelector("a") || next).focus(); }
      return;
    }
    const menu = card.querySelector("details");
    if (event.key.toLowerCase() === "m" && menu) {
      event.preventDefault();
      menu.open = true;
      menu.querySelector("a").focus();
    }
    if (event.key === "Escape" && menu && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
