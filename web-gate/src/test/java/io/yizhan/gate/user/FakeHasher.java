package io.yizhan.gate.user;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hashes at no cost, as {@code version|password}, and remembers what it was asked to verify. */
public final class FakeHasher implements PasswordHasher {
    private final String version;
    private final List<String> verified = new CopyOnWriteArrayList<>();

    public FakeHasher(String version) {
        this.version = version;
    }

    /** The hashes that passwords were compared with. */
    public List<String> verified() {
        return verified;
    }

    @Override
    public String hash(String password) {
        return version + "|" + password;
    }

    @Override
    public boolean verify(String password, String hash) {
        verified.add(hash);
        return hash.substring(hash.indexOf('|') + 1).equals(password);
    }

    @Override
    public boolean canRead(String hash) {
        return hash.contains("|");
    }

    @Override
    public boolean isCurrent(String hash) {
        return hash.startsWith(version + "|");
    }
}
