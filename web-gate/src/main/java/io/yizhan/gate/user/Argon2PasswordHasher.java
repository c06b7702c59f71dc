package io.yizhan.gate.user;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.yizhan.gate.config.PasswordConfig;

/** Argon2id, version 19, a salt of 16 bytes and a hash of 32. Safe from any thread. */
public final class Argon2PasswordHasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String FORM = "$argon2id$";

    private final Argon2Function argon2;

    public Argon2PasswordHasher(PasswordConfig config) {
        this.argon2 = Argon2Function.getInstance(
                config.memoryKib(),
                config.iterations(),
                config.parallelism(),
                HASH_BYTES,
                Argon2.ID,
                Argon2Function.ARGON2_VERSION_13);
    }

    @Override
    public String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    }

    /** Text of another form counts as the hash of no password, at the cost of one. */
    @Override
    public boolean verify(String password, String hash) {
        if (!hash.startsWith(FORM)) {
            var unused = hash(password);
            return false;
        }
        return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    @Override
    public boolean isCurrent(String hash) {
        return hash.startsWith(FORM) && Argon2Function.getInstanceFromHash(hash).equals(argon2);
    }
}
