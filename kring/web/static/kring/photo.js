// A photo is made small before it is sent: a camera's is far larger than a form may be, and says where it was made.
// Without this file, or where a browser cannot read the photo, it goes as it is, and the server says what is wrong.

for (const field of document.querySelectorAll("input[type=file][data-photo]")) {
  const seen = document.createElement("canvas");
  seen.className = "portrait large";
  seen.hidden = true;
  seen.setAttribute("aria-hidden", "true");
  const said = document.createElement("p");
  said.className = "error";
  said.setAttribute("role", "alert");
  field.after(said, seen);

  let made_small = null;
  const form = field.form;
  // A form that is sent before the photo is small would take the large one along: it goes when the photo is there.
  form.addEventListener(
    "submit",
    (event) => {
      if (!made_small) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const pressed = event.submitter;
      made_small.then(() => form.requestSubmit(pressed));
    },
    true,
  );

  field.addEventListener("change", () => {
    const mine = (made_small = chosen().finally(() => {
      if (made_small === mine) made_small = null;
    }));
  });

  async function chosen() {
    said.textContent = "";
    seen.hidden = true;
    const file = field.files[0];
    if (!file) return;
    const square = await squareOf(file, Number(field.dataset.photo), Number(field.dataset.faceAbove), seen);
    if (field.files[0] !== file) return; // another was chosen meanwhile
    if (square) {
      const small = new DataTransfer();
      small.items.add(new File([square], "foto.jpg", { type: "image/jpeg" }));
      field.files = small.files;
      seen.hidden = false;
    } else if (file.size > Number(field.dataset.most)) {
      field.value = "";
      said.textContent = field.dataset.tooLarge;
    }
  }
}

// `above`: where the square is cut out of a photo that stands, as the server would.
async function squareOf(file, side, above, canvas) {
  try {
    const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
    const cut = Math.min(photo.width, photo.height);
    canvas.width = canvas.height = Math.min(side, cut);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "white";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.imageSmoothingQuality = "high";
    const [left, top] = [(photo.width - cut) / 2, (photo.height - cut) * above];
    paper.drawImage(photo, left, top, cut, cut, 0, 0, canvas.width, canvas.height);
    photo.close();
    return await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  } catch {
    return null;
  }
}
