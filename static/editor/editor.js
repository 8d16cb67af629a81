/* The editor of the Content area. Without it the same form works: a plain text field, and a button to check. */
"use strict";
(() => {
  const form = document.getElementById("editor");
  const area = document.getElementById("id_text");
  if (!form || !area || area.readOnly || !globalThis.katMarkdown) return;

  const PAUSE = 600; // milliseconds without typing before the text is checked
  const $ = (id) => document.getElementById(id);
  const began = area.value.replaceAll("\r\n", "\n");
  const isStored = !form.hasAttribute("data-unsaved"); // whether the server has the text as it stands here
  const keep = `kat-words:${location.pathname}`;

  // The field

  const host = document.createElement("div");
  host.className = "editor__host";
  area.after(host);
  area.hidden = true;
  const label = form.querySelector("label[for=id_text]");
  const field = globalThis.katMarkdown.markdownField(host, { text: began, label: label.textContent, onChange: changed, onScroll: follow });
  label.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });

  // Words that were typed and not saved outlive a reload and a lost session in this tab. With them goes what the editor
  // had seen when they began, so that what somebody else saved meanwhile is not written over.

  let leaving = false;
  const isChanged = () => !isStored || field.text() !== began;
  function remember() {
    const { newest, live } = form.elements;
    if (isChanged()) sessionStorage.setItem(keep, JSON.stringify([area.value, newest.value, live.value]));
    else sessionStorage.removeItem(keep);
  }
  function changed() {
    area.value = field.text();
    remember();
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (isChanged() && !leaving) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });

  const kept = isStored && JSON.parse(sessionStorage.getItem(keep));
  if (kept && kept[0].trimEnd() !== began.trimEnd() && !document.querySelector("[role=alert]")) offer(...kept);
  else remember();
  function offer(words, newest, live) {
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.innerHTML = "<h2>There are words you typed here and did not save</h2><p></p>";
    notice.querySelector("p").append(
      button("Put them back", () => {
        form.elements.newest.value = newest;
        form.elements.live.value = live;
        field.replaceAll(words);
        notice.remove();
      }), " ",
      button("Forget them", () => { sessionStorage.removeItem(keep); notice.remove(); field.focus(); }));
    form.parentElement.before(notice);
  }

  // Checking while one types

  let timer, running;
  const summary = $("summary"), findings = $("findings"), preview = $("preview");
  form.querySelector(".editor__check").hidden = true;
  async function check() {
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), signal: running.signal });
      if (response.redirected || response.status === 403) {
        leaving = true; // nothing is lost by leaving now
        say("You were signed out. Reload this page and sign in: your words are kept in this tab, and you can put them back.");
      } else if (response.ok) {
        show(await response.json());
      } else if (response.status === 400 || response.status === 413) {
        say("The text is too long to be sent. Split it into two pages.");
      } else {
        say(response.status === 422 ? (await response.json()).words : "The check failed. Your words are still here. Save a draft.");
      }
    } catch (error) {
      if (error.name !== "AbortError") say("The check did not answer. Your words are still here. Try to save a draft.");
    }
  }
  function show(answer) {
    say(answer.summary);
    findings.innerHTML = answer.findings;
    field.mark(answer.marks);
    draw(answer.document);
  }
  function say(words) {
    if (summary.textContent !== words) summary.textContent = words; // told to a screen reader only when it changes
  }
  findings.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line) return;
    event.preventDefault();
    field.goTo(Number(line.dataset.line));
  });

  // The preview is a page in a frame that runs nothing and leads nowhere; it keeps its place when it is drawn anew

  const quiet = (event) => {
    const link = event.target.closest("a[href]");
    if (!link && event.type === "click") return;
    event.preventDefault();
    const target = link?.getAttribute("href");
    if (target?.startsWith("#")) preview.contentDocument.getElementById(target.slice(1))?.scrollIntoView();
  };
  function calm() {
    preview.contentDocument.addEventListener("click", quiet);
    preview.contentDocument.addEventListener("submit", quiet);
  }
  preview.addEventListener("load", calm);
  if (preview.contentDocument?.readyState === "complete") calm();
  function draw(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    preview.contentDocument.body.replaceChildren(...fresh.body.childNodes);
  }

  // The preview shows what stands in the middle of the field, measured between one heading and the next

  function follow(line) {
    const lines = field.text().split("\n");
    const inText = lines.flatMap((text, at) => (text.startsWith("## ") ? [at + 1] : []));
    const view = preview.contentWindow, shown = preview.contentDocument.querySelector(".prose");
    if (!shown) return;
    const place = (element) => element.getBoundingClientRect().top + view.scrollY;
    const inPage = [...shown.querySelectorAll(":scope > h2[id]")].map(place);
    if (inPage.length !== inText.length) return; // while a heading is being written
    const end = shown.querySelector(":scope > .article__sources");
    const marks = [1, ...inText, lines.length + 1];
    const tops = [0, ...inPage, end ? place(end) : place(shown) + shown.offsetHeight];
    const next = marks.findIndex((mark) => mark > line);
    const share = (line - marks[next - 1]) / (marks[next] - marks[next - 1]);
    const top = tops[next - 1] + share * (tops[next] - tops[next - 1]);
    view.scrollTo({ top: top - view.innerHeight / 2, behavior: "instant" });
  }

  // The bar above the field

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }
  const bar = document.createElement("div");
  bar.className = "editor__bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Put into the text");
  bar.append(
    button("Bold", () => field.surround("**", "**")),
    button("Italic", () => field.surround("*", "*")),
    button("Heading", () => field.startLines("## ")),
    button("Bullet", () => field.startLines("- ")),
    button("Link", () => field.surround("[", "](page.md)")),
    button("Source", () => field.surround("", "[@source-id]")),
    ...chooser(),
  );
  host.before(bar);
  function chooser() {
    const select = document.createElement("select");
    select.setAttribute("aria-label", "Component");
    for (const block of document.querySelectorAll("[data-sample]")) {
      select.add(new Option(block.closest(".sample").querySelector("h3").textContent, block.textContent));
    }
    return [select, button("Put it in", () => field.insertBlock(select.value.trimEnd()))];
  }

  field.mark([...findings.querySelectorAll("[data-line]")].map((one) =>
    [Number(one.dataset.line), one.closest(".finding--error") ? "error" : "warning"]));
})();
