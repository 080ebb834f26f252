// Draws the clause tree from plain data (text only, never markup) and tells which clause was chosen.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const nav = parentElement.querySelector(".outline");
  nav.setAttribute("aria-label", data.name);
  nav.style.maxHeight = data.height + "px";
  const same = nav.dataset.drawn === JSON.stringify(data.entries.map((e) => e.id));
  if (!same) {
    nav.replaceChildren();
    for (const entry of data.entries) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.id = entry.id;
      button.style.paddingLeft = 0.5 + entry.depth * 1.1 + "rem";
      if (entry.label) {
        const mark = document.createElement("span");
        mark.className = "mark";
        mark.textContent = entry.label;
        button.append(mark);
      }
      button.append(entry.title);
      nav.append(button);
    }
    nav.dataset.drawn = JSON.stringify(data.entries.map((e) => e.id));
  }
  const buttons = [...nav.querySelectorAll("button")];
  buttons.forEach((button, place) => {
    button.onclick = () => setTriggerValue("chosen", button.dataset.id);
    button.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        buttons[place + step]?.focus();
      }
    };
    if (button.dataset.id === data.current) {
      button.setAttribute("aria-current", "true");
      const top = button.offsetTop - nav.offsetTop;
      if (top < nav.scrollTop || top > nav.scrollTop + nav.clientHeight - 40) nav.scrollTop = top - nav.clientHeight / 3;
    } else {
      button.removeAttribute("aria-current");
    }
  });
}
