package io.yizhan.tls;

import java.nio.file.Path;

/**
 * Where what a server shows of itself stands, in PEM form.
 *
 * @param certificates its own, then those that vouch for it
 * @param key its private key, PKCS #8 and not encrypted
 */
public record TlsFiles(Path certificates, Path key) {}
