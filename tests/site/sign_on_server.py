"""A council's sign-in server, small, on loopback: what it signs and says can be made wrong, one thing at a time."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, SECRET = "care-commons", "a secret of the test"


@dataclass
class Council:
    """The server's state: who signs in next (`claims`), and what is wrong with it (`wrong`)."""

    claims: dict[str, Any] = field(default_factory=dict)
    wrong: str = ""
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    other: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    issuer: str = ""

    def authorize(self, query: dict[str, str]) -> str:
        """The browser has signed in at the council: where it is sent back to."""
        code = secrets.token_urlsafe(16)
        self.asked[code] = query
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.asked.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = asked and base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked.get("code_challenge")
        if not proved or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, SECRET):
            return 400, {"error": "invalid_grant"}
        assert asked is not None
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "person-1", "iat": now, "exp": now + 300, "nonce": nonce,
        } | self.claims  # fmt: skip
        changes: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "of another request"}, "expired": {"iat": now - 900, "exp": now - 600},
            "audience": {"aud": "another service"}, "issuer": {"iss": "https://elsewhere.example"},
            "party": {"aud": [CLIENT_ID, "other"], "azp": "other"},
        }  # fmt: skip
        claims |= changes.get(self.wrong, {})
        if self.wrong == "no nonce":
            del claims["nonce"]
        if self.wrong == "unsigned":
            return jwt.encode(claims, "", algorithm="none")
        if self.wrong == "shared secret":
            return jwt.encode(claims, SECRET * 3, algorithm="HS256", headers={"kid": "1"})
        key = self.other if self.wrong == "signature" else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "9" if self.wrong == "key" else "1"})

    def documents(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {
            "/.well-known/openid-configuration": {
                "issuer": "https://elsewhere.example" if self.wrong == "discovery" else self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]},
        }  # fmt: skip


@contextmanager
def running() -> Iterator[Council]:
    """The server, listening on a free port of loopback until the block ends."""
    council = Council()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = council.documents().get(urlsplit(self.path).path)
            self.answer(200 if found else 404, found or {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(*council.token({name: values[0] for name, values in parse_qs(body).items()}))

        def answer(self, status: int, body: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    council.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield council
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
