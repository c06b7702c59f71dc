package io.yizhan.gate.login;

import io.yizhan.identity.UserId;

/**
 * A password that was right a moment ago.
 *
 * @param password never printed
 * @param hash the one that it was compared with, or what has taken its place since; never printed
 */
record ProvenPassword(UserId user, String password, String hash) {
    @Override
    public String toString() {
        return "ProvenPassword[" + user + "]";
    }
}
