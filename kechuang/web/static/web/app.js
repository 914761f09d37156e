// Kechuang's only script. Every page works without it; it adds partial updates, keys, the palette and kind focus.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  root.classList.add("js");

  // An error summary or a refusal takes the focus; its links lead into the field, not only to it.
  const focusFault = (part = document) => {
    const fault = $("[data-focus]", part);
    if (fault) fault.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".errors a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const place = field.matches("input,select,textarea") ? field : $("input,select,textarea", field) || field;
    place.focus();
    (place.closest(".field") || place).scrollIntoView({ block: "center" });
  });

  // Lists: say the new count politely, keep the focus, mark the chosen row.
  const announce = (text) => {
    const live = $("#announce");
    if (live && text) live.textContent = text;
  };
  const markRow = (id) => {
    for (const row of $$("tr[data-id]")) row.classList.toggle("chosen", row.dataset.id === id);
  };
  document.addEventListener("htmx:after:swap", (event) => {
    const context = event.detail.ctx;
    const target = context.target;
    const id = target && target.id;
    const place = id && document.getElementById(id);
    if (!place) return;
    if (place.matches(".cell, .cell-form")) {
      const next = $("input:not([type=hidden]),select,textarea", place) || $(".edit", place);
      if (next) next.focus();
      if (next && next.select) next.select();
      announce((($("[data-count], .fault", place) || {}).dataset || {}).count || ($(".fault", place) || {}).textContent);
      return;
    }
    if (place.matches("[data-panel]")) {
      markRow(context.sourceElement.dataset.row);
      const title = $("h2", place);
      if (title) announce(title.textContent.trim());
      return;
    }
    const said = $("[data-count]", place);
    if (said) announce(said.dataset.count || said.textContent.trim());
    if (document.activeElement === document.body) {
      const again = context.sourceElement.id && document.getElementById(context.sourceElement.id);
      const first = again || $(".pages a, thead a, .row-link", place);
      if (first) first.focus({ preventScroll: true });
    }
    focusFault(place);
    if ($("[data-fold]", place)) fold();
    bulk();
  });
  // On a narrow screen a row opens its own page instead of a panel that would be out of sight.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-row]");
    if (link && matchMedia("(max-width: 1180px)").matches) event.stopImmediatePropagation();
  }, true);

  // On a narrow screen the filters fold away; their heading says how many are in use.
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => { for (const box of $$("[data-fold]")) box.open = !narrow.matches; };
  narrow.addEventListener("change", fold);

  // The bulk bar appears with the first chosen row and says how many there are.
  const bulk = () => {
    for (const form of $$("[data-bulk]")) {
      const chosen = $$("input[name=row]:checked", form).length;
      const bar = $(".bulk", form);
      const words = $("[data-chosen]", bar);
      bar.hidden = !chosen;
      words.textContent = `${words.dataset.chosen} ${chosen}`;
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const tick of $$("input[name=row]", event.target.form)) tick.checked = event.target.checked;
    }
    if (event.target.name === "row" || event.target.matches("[data-all]")) bulk();
  });

  // Pages of this tab, newest first; the next sign-in in it begins afresh, so that nobody reads another's way.
  const visited = () => {
    try { return JSON.parse(sessionStorage.getItem("visited") || "[]"); } catch { return []; }
  };
  const visit = () => {
    const title = ($("h1") || {}).textContent, me = (($("[data-me]") || {}).dataset || {}).me || "";
    try {
      if (sessionStorage.getItem("me") !== me) { sessionStorage.clear(); sessionStorage.setItem("me", me); }
      const page = location.pathname + location.search;
      if (!me || !title || $("form input[type=password]")) return;
      sessionStorage.setItem("visited", JSON.stringify([[title.trim(), page], ...visited().filter(([, url]) => url !== page)].slice(0, 8)));
    } catch { /* a browser without storage has no recent pages */ }
  };

  // Help over the page: the help page's own words, in a dialog.
  let helped;
  const openHelp = async (link) => {
    if (!helped) {
      const answer = await fetch(link.href);
      const body = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-keys]");
      if (!answer.ok || !body) { location.href = link.href; return; }
      helped = document.createElement("dialog");
      helped.className = "help";
      helped.setAttribute("aria-label", link.textContent.trim());
      const close = document.createElement("button");
      close.className = "button";
      close.textContent = body.dataset.keys;
      close.addEventListener("click", () => helped.close());
      helped.append(document.importNode(body, true), close);
      document.body.append(helped);
    }
    if (!helped.open) helped.showModal();
    $("button", helped).focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-help]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openHelp(link);
  });

  // Drafts: what is typed is kept after a pause; the button does it at once. Files stay where they are.
  const keep = async (form) => {
    const mark = $("[data-draft]", form), said = $("[data-draft-said]", form);
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    try {
      const answer = await fetch(mark.dataset.draft, { method: "POST", body: data, headers: { "HX-Request": "true", "X-CSRFToken": data.get("csrfmiddlewaretoken") || "" } });
      if (!said || !answer.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      said.replaceChildren(...part.body.childNodes);
    } catch { /* the network is away; the values stand in the form */ }
  };
  const pauses = new WeakMap();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !$("[data-draft]", form) || form.dataset.sent) return;
    clearTimeout(pauses.get(form));
    pauses.set(form, setTimeout(() => { if (!form.dataset.sent) keep(form); }, 1500));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draft-save]");
    if (!button) return;
    event.preventDefault();
    clearTimeout(pauses.get(button.form));
    keep(button.form);
  });

  // The palette: the search page's own answer, in a dialog over any page.
  const field = $("[data-palette]");
  let dialog, hits, box, timer, asked = 0;
  const build = () => {
    dialog = document.createElement("dialog");
    dialog.className = "palette";
    dialog.setAttribute("aria-label", field.labels[0].textContent);
    const form = document.createElement("form");
    form.action = field.dataset.palette;
    box = field.cloneNode();
    box.id = "palette-words";
    box.value = "";
    box.setAttribute("aria-label", field.labels[0].textContent);
    hits = document.createElement("div");
    hits.className = "hits";
    form.append(box);
    dialog.append(form, hits);
    document.body.append(dialog);
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const links = $$("a", hits);
      if (!links.length) return;
      event.preventDefault();
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      (links[at] || (at < 0 ? box : links[0])).focus();
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    form.addEventListener("submit", (event) => {
      const first = $("a", hits);
      if (first) { event.preventDefault(); location.href = first.href; }
    });
  };
  // Before what the node finds stand the actions of this page and the pages of this tab that were open last.
  const group = (title, entries) => {
    if (!entries.length) return [];
    const part = document.createElement("div"), head = document.createElement("h2"), list = document.createElement("ul");
    part.className = "hits";
    head.textContent = title;
    for (const [words, go] of entries) {
      const item = document.createElement("li"), link = document.createElement("a"), span = document.createElement("span");
      span.textContent = words;
      link.href = typeof go === "string" ? go : "#content";
      if (typeof go !== "string") link.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); go.click(); });
      link.append(span);
      item.append(link);
      list.append(item);
    }
    part.append(head, list);
    return [part];
  };
  const fits = (words, asked) => !asked || words.toLowerCase().includes(asked.trim().toLowerCase());
  const here = (asked) => {
    const actions = $$(".head .actions a, .head .actions button").map((each) => [each.textContent.trim(), each]);
    const recent = visited().filter(([, url]) => url !== location.pathname + location.search);
    return [
      ...group(field.dataset.wordsHere, actions.filter(([words]) => fits(words, asked))),
      ...group(field.dataset.wordsRecent, recent.filter(([words]) => fits(words, asked))),
    ];
  };
  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(`${field.dataset.palette}?q=${encodeURIComponent(box.value)}`, { headers: { "HX-Request": "true", "HX-Target": "div#hits" } });
    if (mine !== asked || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    hits.replaceChildren(...here(box.value), ...page.body.childNodes);
    announce((($("[data-count]", hits) || {}).dataset || {}).count);
  };
  const openPalette = () => {
    if (!field) return;
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    box.focus();
    box.select();
    if (!hits.childNodes.length) ask();
  };

  // Keys; each has a visible way too (the help page lists both).
  const typing = (element) => element && (element.matches("input,select,textarea,[contenteditable]"));
  const step = (by) => {
    const links = $$(".row-link");
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))].focus();
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
    // A page's own buttons come first: data-key names the key that presses one.
    const own = /^[a-z]$/.test(event.key) && $(`[data-key="${event.key}"]`);
    if (own) { event.preventDefault(); own.click(); return; }
    const keys = {
      "/": () => ($("[data-find]") || field || { focus() {} }).focus(),
      j: () => step(1),
      k: () => step(-1),
      x: () => {
        const row = document.activeElement.closest("tr");
        const tick = row && $("input[name=row]", row);
        if (tick) { tick.checked = !tick.checked; bulk(); }
      },
      e: () => {
        const row = document.activeElement.closest("tr");
        const edit = (row && $("[data-edit-cell]", row)) || $("[data-edit]");
        if (edit) edit.click();
      },
      "?": () => { const help = $("[data-help]"); if (help) help.click(); },
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  document.addEventListener("keydown", (event) => {
    const cell = event.key === "Escape" && event.target.closest(".cell-form");
    if (cell) { event.preventDefault(); $("[data-cancel]", cell).click(); }
    const box = event.key === "Escape" && event.target.closest(".menu-box[open]");
    if (box) { box.open = false; $("summary", box).focus(); }
    if (event.key === "Escape" && location.hash === "#menu") location.hash = "#content";
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { for (const form of $$("form[data-sent]")) delete form.dataset.sent; });

  visit();
  focusFault();
  fold();
  bulk();
})();
