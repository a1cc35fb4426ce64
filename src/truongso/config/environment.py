"""Settings of an installation, read from the environment once, typed, with safe defaults.

Every variable begins with TRUONGSO_, save DATABASE_URL, DATA_DIR and PORT. `truongso check` says
what is missing. Where no database is named, the embedded one in DATA_DIR is used.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

YES = {"1", "yes", "true", "on"}
OIDC_CLAIMS = {"username": "preferred_username", "email": "email", "code": "staff_code"}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class BadSetting(ValueError):
    """A setting has a value that cannot be used; the text says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Databases:
    """Addresses of the database for the application, for the owner of the tables, for upkeep."""

    app: str
    owner: str
    ops: str


@dataclass(frozen=True, slots=True)
class S3:
    """Object storage that speaks S3, instead of files on disk."""

    bucket: str
    endpoint: str
    region: str
    key_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Oidc:
    """Single sign-on by OpenID Connect. `match`: what of an account the claim is compared with.

    `domains`: of which mail domains an address may be; none named, of any. `mfa`: whether a second
    factor that the provider states counts here.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    match: str
    claim: str
    domains: tuple[str, ...]
    mfa: bool


@dataclass(frozen=True, slots=True)
class Csc:
    """A remote signing service that speaks the API of the Cloud Signature Consortium.

    `address`: what stands before "/csc/". `version`: "v1" or "v2".
    """

    address: str
    version: str
    name: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Signing:
    """What signing may use beside the school's own authority.

    `module`: the PKCS#11 library of a token on this machine. `stamps`: the address of an outer
    time-stamping authority. `trust`: a folder with the certificates (.pem, .crt) and revocation
    lists (.crl) of outer authorities.
    """

    module: str = ""
    stamps: str = ""
    trust: str = ""
    csc: Csc | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything an installation may set."""

    data_dir: Path
    databases: Databases | None
    port: int
    bind: str
    hosts: tuple[str, ...]
    tls: bool
    trying_out: bool
    clock_shift: int
    web_workers: int
    jobs_at_once: int
    mail_url: str
    mail_from: str
    s3: S3 | None
    clamd: str
    converter: str
    public_url: str
    proxies: int
    second_factor: bool
    oidc: Oidc | None
    signing: Signing

    @property
    def embedded(self) -> bool:
        """Tell whether the database is the embedded one."""
        return not os.environ.get("DATABASE_URL")


def read(env: Mapping[str, str] = os.environ) -> Environment:
    """Return the settings in the environment. Raises BadSetting."""
    data_dir = Path(env.get("DATA_DIR") or ".data").absolute()
    trying_out = _yes(env, "TRUONGSO_TRYING_OUT")
    clock_shift = _number(env, "TRUONGSO_CLOCK_SHIFT", 0, least=-(10**9))
    if clock_shift and not trying_out:
        raise BadSetting("TRUONGSO_CLOCK_SHIFT chỉ dùng được khi TRUONGSO_TRYING_OUT=1.")
    port = _number(env, "PORT", 8000, least=1, most=65535)
    return Environment(
        data_dir=data_dir,
        databases=_databases(env, data_dir),
        port=port,
        bind=env.get("TRUONGSO_BIND") or "127.0.0.1",
        hosts=_hosts(env),
        tls=_yes(env, "TRUONGSO_TLS"),
        trying_out=trying_out,
        clock_shift=clock_shift,
        web_workers=_number(env, "TRUONGSO_WEB_WORKERS", 2, least=1, most=64),
        jobs_at_once=_number(env, "TRUONGSO_JOBS_AT_ONCE", 2, least=1, most=64),
        mail_url=env.get("TRUONGSO_MAIL_URL", ""),
        mail_from=env.get("TRUONGSO_MAIL_FROM") or "truongso@localhost",
        s3=_s3(env),
        clamd=env.get("TRUONGSO_CLAMD", ""),
        converter=env.get("TRUONGSO_CONVERTER", ""),
        public_url=(env.get("TRUONGSO_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        proxies=_number(env, "TRUONGSO_PROXIES", 0, least=0, most=4),
        second_factor=not trying_out or _yes(env, "TRUONGSO_SECOND_FACTOR"),
        oidc=_oidc(env, trying_out=trying_out),
        signing=_signing(env, trying_out=trying_out),
    )


def embedded_urls(data_dir: Path) -> Databases | None:
    """Return the addresses of the embedded database, once it has been made in this folder."""
    try:
        cluster = json.loads((data_dir / "cluster.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    sockets = quote(cluster["sockets"], safe="")
    return Databases(
        *(
            f"postgresql://{role}:{cluster['passwords'][role]}@/{cluster['database']}?host={sockets}"
            for role in ("truongso_app", "truongso_owner", "truongso_ops")
        )
    )


def _databases(env: Mapping[str, str], data_dir: Path) -> Databases | None:
    if not (app := env.get("DATABASE_URL")):
        return embedded_urls(data_dir)
    owner = env.get("TRUONGSO_OWNER_DATABASE_URL") or app
    return Databases(app, owner, env.get("TRUONGSO_OPS_DATABASE_URL") or owner)


def _s3(env: Mapping[str, str]) -> S3 | None:
    if not (bucket := env.get("TRUONGSO_S3_BUCKET")):
        return None
    return S3(
        bucket,
        env.get("TRUONGSO_S3_ENDPOINT", ""),
        env.get("TRUONGSO_S3_REGION") or "us-east-1",
        env.get("TRUONGSO_S3_KEY_ID", ""),
        env.get("TRUONGSO_S3_SECRET", ""),
    )


def _oidc(env: Mapping[str, str], *, trying_out: bool) -> Oidc | None:
    if not (issuer := env.get("TRUONGSO_OIDC_ISSUER", "").rstrip("/")):
        return None
    if not issuer.startswith("https://") and not trying_out:
        raise BadSetting(f"TRUONGSO_OIDC_ISSUER={issuer}: phải bắt đầu bằng https://.")
    match = env.get("TRUONGSO_OIDC_MATCH") or "username"
    if match not in OIDC_CLAIMS:
        raise BadSetting(f"TRUONGSO_OIDC_MATCH={match}: chọn một trong {', '.join(OIDC_CLAIMS)}.")
    client_id, secret = env.get("TRUONGSO_OIDC_CLIENT_ID"), env.get("TRUONGSO_OIDC_CLIENT_SECRET")
    if not client_id or not secret:
        raise BadSetting("TRUONGSO_OIDC_CLIENT_ID và TRUONGSO_OIDC_CLIENT_SECRET phải có đủ.")
    domains = env.get("TRUONGSO_OIDC_DOMAINS", "").lower().split(",")
    return Oidc(
        issuer,
        client_id,
        secret,
        env.get("TRUONGSO_OIDC_NAME") or "Đăng nhập một lần",
        match,
        env.get("TRUONGSO_OIDC_CLAIM") or OIDC_CLAIMS[match],
        tuple(domain.strip() for domain in domains if domain.strip()),
        _yes(env, "TRUONGSO_OIDC_MFA"),
    )


def _signing(env: Mapping[str, str], *, trying_out: bool) -> Signing:
    stamps = env.get("TRUONGSO_TIME_STAMPS", "")
    if stamps and not stamps.startswith(("https://", "http://")):
        raise BadSetting(f"TRUONGSO_TIME_STAMPS={stamps}: phải là một địa chỉ http(s)://.")
    return Signing(
        module=env.get("TRUONGSO_PKCS11", ""),
        stamps=stamps,
        trust=env.get("TRUONGSO_SIGNING_TRUST", ""),
        csc=_csc(env, trying_out=trying_out),
    )


def _csc(env: Mapping[str, str], *, trying_out: bool) -> Csc | None:
    if not (address := env.get("TRUONGSO_CSC_URL", "").rstrip("/")):
        return None
    if not address.startswith("https://") and not trying_out:
        raise BadSetting(f"TRUONGSO_CSC_URL={address}: phải bắt đầu bằng https://.")
    version = env.get("TRUONGSO_CSC_VERSION") or "v2"
    if version not in ("v1", "v2"):
        raise BadSetting(f"TRUONGSO_CSC_VERSION={version}: chọn v1 hoặc v2.")
    client_id, secret = env.get("TRUONGSO_CSC_CLIENT_ID"), env.get("TRUONGSO_CSC_CLIENT_SECRET")
    if not client_id or not secret:
        raise BadSetting("TRUONGSO_CSC_CLIENT_ID và TRUONGSO_CSC_CLIENT_SECRET phải có đủ.")
    name = env.get("TRUONGSO_CSC_NAME") or "Dịch vụ ký số từ xa"
    return Csc(address, version, name, client_id, secret)


def _hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    named = tuple(host.strip() for host in env.get("TRUONGSO_HOSTS", "").split(",") if host.strip())
    if "*" in named:
        raise BadSetting("TRUONGSO_HOSTS không được là “*”: hãy ghi rõ tên miền của hệ thống.")
    return (*LOOPBACK, *named)


def _yes(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").lower() in YES


def _number(
    env: Mapping[str, str], name: str, default: int, *, least: int, most: int = 10**9
) -> int:
    text = env.get(name) or str(default)
    try:
        value = int(text)
    except ValueError:
        raise BadSetting(f"{name}={text}: phải là số nguyên.") from None
    if not least <= value <= most:
        raise BadSetting(f"{name}={text}: phải từ {least} đến {most}.")
    return value
