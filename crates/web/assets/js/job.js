// The page of a job hears how far it is; where nothing can be heard, and when it is over, it is loaded again.
const job = document.querySelector("[data-job]");
if (job) {
  const part = (name) => job.querySelector(name);
  const put = (name, words) => { if (part(name).textContent !== words) part(name).textContent = words; };
  const again = () => location.reload();
  const events = new EventSource(job.dataset.job);
  events.onmessage = ({ data }) => {
    const now = JSON.parse(data);
    if (now.over || now.stage !== job.dataset.stage) { events.close(); again(); return; }
    const bar = part("progress");
    if (now.total) { bar.max = now.total; bar.value = Math.min(now.done, now.total); } else bar.removeAttribute("value");
    put("[data-far]", now.far);
    put("[data-pace]", now.pace);
    put("[data-says]", now.says);
  };
  events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(again, 5000); };
  addEventListener("pagehide", () => events.close());
}
