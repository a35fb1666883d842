// A chime when a new number is called. Browsers are silent until somebody has pressed something.
const button = document.querySelector(".lobby-sound");
let sound = null;
let last = document.getElementById("panggilan").dataset.last;

function chime() {
  for (const [after, pitch] of [[0, 880], [0.35, 660]]) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const begin = sound.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.6);
    tone.connect(volume).connect(sound.destination);
    tone.start(begin);
    tone.stop(begin + 0.6);
  }
}

if (window.AudioContext) {
  button.hidden = false;
  button.addEventListener("click", () => {
    sound = new AudioContext();
    button.disabled = true;
    button.textContent = button.dataset.on;
    chime();
  });
}

document.body.addEventListener("htmx:afterSwap", () => {
  const now = document.getElementById("panggilan").dataset.last;
  if (now && now !== last && sound) chime();
  last = now;
});
