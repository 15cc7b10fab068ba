
// Moves the edge between two pictures; without this script it stays in the middle.
for (const input of document.querySelectorAll('.compare input')) {
  const stage = input.closest('.stage');
  const show = () => stage.style.setProperty('--at', input.value + '%');
  input.addEventListener('input', show);
  show();
}
