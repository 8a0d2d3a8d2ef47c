// The part of XMLHttpRequest that the client SDK uses, implemented by `fetch`, which supports files and forms.

const DONE = 4;

export class XMLHttpRequest {
  readyState = 0;
  status = 0;
  response = "";
  responseText = "";
  onreadystatechange = () => {};
  #method;
  #address;
  #headers = new Headers();
  #answered = new Headers();

  open(method, address) {
    this.#method = method;
    this.#address = address;
  }

  setRequestHeader(name, value) {
    this.#headers.append(name, value);
  }

  getAllResponseHeaders() {
    return [...this.#answered].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  }

  async send(body) {
    try {
      const answer = await fetch(this.#address, { method: this.#method, headers: this.#headers, body });
      this.#answered = answer.headers;
      this.responseText = await answer.text();
      this.response = this.responseText;
      this.status = answer.status;
    } catch {
      // The SDK takes status 0 for a lost connection.
      this.status = 0;
    }
    this.readyState = DONE;
    this.onreadystatechange();
  }
}
