package io.yizhan.client.console;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the options say about logging in.
 *
 * @param register whether a user that does not exist is made without asking
 * @param trusted certificates for gates and workers that speak TLS; empty: those that the Java runtime trusts
 */
record ConsoleSetup(
        List<URI> gates,
        Optional<String> user,
        Optional<String> password,
        Optional<String> device,
        boolean register,
        Optional<Path> trusted) {
    /** Without the password. */
    @Override
    public String toString() {
        return "ConsoleSetup[gates=" + gates + ", user=" + user.orElse("") + "]";
    }
}
