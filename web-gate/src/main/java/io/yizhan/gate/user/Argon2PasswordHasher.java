package io.yizhan.gate.user;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.yizhan.gate.config.PasswordConfig;
import java.util.Optional;

/** Argon2id, version 19, a salt of 16 bytes and a hash of 32. Safe from any thread. */
public final class Argon2PasswordHasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

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

    /** What is no such hash costs one. */
    @Override
    public boolean verify(String password, String hash) {
        Optional<Argon2Hash> known = Argon2Hash.read(hash);
        if (known.isEmpty()) {
            var unused = hash(password);
            return false;
        }
        return known.get().matches(password);
    }

    @Override
    public boolean canRead(String hash) {
        return Argon2Hash.read(hash).isPresent();
    }

    @Override
    public boolean isCurrent(String hash) {
        return Argon2Hash.read(hash)
                .map(Argon2Hash::function)
                .filter(argon2::equals)
                .isPresent();
    }
}
