// Runs in each document before anything of the document does. It tells what a hostile document got a browser to do, and
// by sweep provokes what only happens when somebody clicks or points.
(() => {
  const told = [];
  let following = false; // whether the sweep is clicking a link
  let label = "while loading";
  const tell = (what, detail) => told.push(`${label}: ${what} ${String(detail).slice(0, 200)}`);

  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = (...args) => tell(`called ${name}`, args.join(" "));
  window.addEventListener("error", e => { if (e.target === window) tell("script failed:", e.message); }, true);
  window.addEventListener("submit", e => { e.preventDefault(); tell("submitted", e.target.action); }, true);
  window.addEventListener("click", e => {
    const a = e.target.closest?.("a[href]");
    if (a?.protocol === "mailto:") e.preventDefault(); // would ask the system for a program
  }, true);

  // What an author may do and a CSP stops: a foreign image, a style attribute. All else that it stops is a hole.
  const harmless = new Set(["img-src", "style-src-attr", "style-src-elem"]);
  let sentinel = null;
  window.addEventListener("securitypolicyviolation", e => {
    if (harmless.has(e.effectiveDirective)) return;
    if (sentinel && e.blockedURI === "inline" && e.effectiveDirective.startsWith("script-src")) {
      sentinel("blocked");
      sentinel = null;
      return;
    }
    tell("CSP stopped", `${e.effectiveDirective} ${e.blockedURI} ${e.sample}`);
  }, true);

  window.navigation.addEventListener("navigate", e => {
    if (e.hashChange) return;
    if (!following) tell("went to", e.destination.url);
    if (e.cancelable) e.preventDefault();
  });

  const removed = new Set(("script style svg math template noscript iframe object embed applet frame frameset form input button " +
    "select textarea option meta base link title head xmp plaintext noembed noframes audio video canvas").split(" "));
  const handled = /^on|^(target|ping|action|formaction|srcdoc|srcset|data|background|name|autofocus)$|:/i;
  const events = ("mouseover mouseenter mousedown pointerover focus keydown input toggle animationstart animationend wheel copy " +
    "drag drop contextmenu dblclick load error begin start").split(" ");
  const protocols = { a: ["http:", "https:", "mailto:"], img: ["http:", "https:", "data:"] };

  // inspect looks at an element as the browser made it.
  function inspect(e) {
    if (e.namespaceURI !== "http://www.w3.org/1999/xhtml" || removed.has(e.localName)) tell("element", e.outerHTML);
    for (const a of e.attributes) {
      if (handled.test(a.name)) tell("attribute", `${a.name}=${a.value}`);
      if (a.name === "id" && !a.value.startsWith("wiki-")) tell("id", a.value);
    }
    const allowed = protocols[e.localName];
    const address = e.localName === "a" ? e.href : e.src;
    if (!allowed || !URL.canParse(address)) return; // leads nowhere
    const raster = /^data:image\/(png|jpeg|gif|webp);base64,/.test(address);
    if (!allowed.includes(new URL(address).protocol) || address.startsWith("data:") && !raster) tell("address", address);
  }

  // provoke points at an element, clicks it, and sends it each event that a handler could wait for.
  function provoke(e) {
    for (const type of events) e.dispatchEvent(new Event(type));
    following = e.closest("a[href]") !== null;
    e.click?.(); // what is no HTML has none
    following = false;
  }

  // settled waits for the tasks that clicks queued: a link of our own is followed behind them, and again should one of
  // them have taken its place.
  async function settled() {
    const link = document.createElement("a");
    link.href = "javascript:watch.reached('ran')";
    let how = "";
    while (how === "") {
      sentinel = window.watch.reached = said => { how = said; };
      link.click();
      await new Promise(done => setTimeout(done, 10));
    }
    sentinel = null;
    return how;
  }

  const boxes = () => [...document.querySelectorAll("body > section")];

  // sweep provokes everything in each box, says whether javascript: addresses run in this document ("ran", "blocked"),
  // and checks that the boxes stand as the server wrote them.
  async function sweep(count) {
    const shape = [...document.body.children].map(c => `${c.localName} ${c.dataset.box} ${c.lastElementChild?.dataset.end}`).join();
    const meant = Array.from({ length: count }, (_, i) => `section ${i} ${i}`).join();
    if (shape !== meant) tell("boxes stand as", shape);
    for (const box of boxes()) provokeAll(`box ${box.dataset.box}`, box);
    return settled();
  }

  // sweepAll is sweep for a page without boxes.
  async function sweepAll() {
    provokeAll("page", document.body);
    return settled();
  }

  function provokeAll(name, parent) {
    label = name;
    for (const e of parent.querySelectorAll("*")) { inspect(e); provoke(e); }
    label = "after the sweep";
  }

  // copy writes each box and reads it again, as an editor or a script of the page might.
  function copy() {
    const squeezed = s => s.replace(/\s+/g, ""); // a parser drops the line feed after <pre>
    for (const box of boxes()) {
      label = `copy of box ${box.dataset.box}`;
      const before = box.innerHTML;
      box.innerHTML = before;
      if (squeezed(box.innerHTML) !== squeezed(before)) tell("changed:", `${before} -> ${box.innerHTML}`);
    }
    label = "after the copy";
    return boxes().length;
  }

  window.watch = { told, sweep, sweepAll, copy };
})();
