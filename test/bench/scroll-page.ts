/** What is run inside the page. As text: these programs know no DOM. */

export interface Scrolled {
  /** Milliseconds from each frame to the next, in their order. */
  readonly gaps: readonly number[];
  /** Looks at the middle of the list, and how many of them found no row there. */
  readonly looks: number;
  readonly blanks: number;
  readonly rowsInPage: number;
}

const LIST = `const list = document.querySelector('.list-scroll');`;

/** Scrolls to the end until everything is loaded; gives the height of the list in px. */
export const LOAD_ALL = `(async () => {
  ${LIST}
  const end = () => document.querySelector('.rows-end span')?.textContent ?? '';
  while (!/\\d/.test(end())) {
    list.scrollTop = list.scrollHeight;
    await new Promise((go) => setTimeout(go, 15));
  }
  return list.scrollHeight;
})()`;

/**
 * Scrolls from the top and keeps the times of the frames: gives `Scrolled`.
 *
 * @param speed px/s
 */
export const scrollAt = (speed: number, seconds: number): string => `(async () => {
  ${LIST}
  list.scrollTop = 0;
  await new Promise((go) => setTimeout(go, 1000));
  const frames = [];
  let looks = 0;
  let blanks = 0;
  const look = () => {
    const { left, top, height } = list.getBoundingClientRect();
    looks += 1;
    if (!document.elementFromPoint(left + 100, top + height / 2)?.closest('li')) blanks += 1;
  };
  await new Promise((done) => {
    const begun = performance.now();
    const step = (now) => {
      frames.push(now);
      if (frames.length % 30 === 0) look();
      list.scrollTop = ((now - begun) / 1000) * ${speed};
      if (now - begun > ${seconds * 1000}) done();
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  const gaps = frames.slice(1).map((frame, at) => frame - frames[at]);
  return { gaps, looks, blanks, rowsInPage: list.querySelectorAll('li').length };
})()`;

/** The straightforward way: every row is in the page. Those that are there, over and over. */
export const drawAll = (rows: number): string => `(() => {
  ${LIST}
  const shown = [...list.querySelectorAll('li')];
  const all = document.createElement('ul');
  for (let at = 0; at < ${rows}; at += 1) {
    const row = shown[at % shown.length].cloneNode(true);
    row.removeAttribute('style');
    row.style.position = 'relative';
    all.append(row);
  }
  list.replaceChildren(all);
})()`;
