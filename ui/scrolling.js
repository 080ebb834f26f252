// Going back in the browser shows a page at the place where it was left. The app scrolls an element of its own, whose place
// no browser remembers: it is noted at every click and taken again once the page is as long as it was.
const PATIENCE = 10_000, STEP = 100, STEADY = 5;

export default function () {
  if (window.policyScrolling) return;
  window.policyScrolling = true;
  const scroller = () => document.querySelector('[data-testid="stMain"]');
  const name = () => "scrolled:" + location.href;
  let run = 0;
  addEventListener("click", () => sessionStorage.setItem(name(), scroller()?.scrollTop ?? 0), true);
  for (const own of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(own, () => run++, true);
  addEventListener("popstate", () => {
    const wanted = Number(sessionStorage.getItem(name()) ?? 0), mine = ++run, end = Date.now() + PATIENCE;
    if (!wanted) return;
    let steady = 0;
    const step = () => {
      if (run !== mine || Date.now() > end) return;
      const main = scroller();
      if (main && main.scrollHeight - main.clientHeight >= wanted) {
        steady = Math.abs(main.scrollTop - wanted) < 2 ? steady + 1 : 0;
        if (!steady) main.scrollTop = wanted;
      }
      if (steady < STEADY) setTimeout(step, STEP);
    };
    step();
  });
}
