package io.yizhan.server.standalone;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.UserDirectory;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Accounts in memory, which end with the process; of a password there is only a salted hash. Safe from any thread. */
public final class LocalAccounts implements UserDirectory {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    /** Few: the hashes never leave this process. */
    private static final int ITERATIONS = 10_000;

    private static final int HASH_BITS = 256;
    private static final int SALT_BYTES = 16;

    private final ConcurrentMap<UserId, Secret> secrets = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final Secret nobody;

    public LocalAccounts(SecureRandom random) {
        this.random = random;
        this.nobody = secret("");
    }

    /** Whether the name was free. Takes some milliseconds of a processor. */
    public boolean add(UserId user, String password) {
        return secrets.putIfAbsent(user, secret(password)) == null;
    }

    /** Takes as long for a user that does not exist. */
    boolean isRight(UserId user, String password) {
        Secret secret = secrets.getOrDefault(user, nobody);
        boolean same = MessageDigest.isEqual(secret.hash(), hash(password, secret.salt()));
        return same && secret != nobody;
    }

    @Override
    public CompletionStage<Boolean> exists(UserId user) {
        return CompletableFuture.completedStage(secrets.containsKey(user));
    }

    private Secret secret(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Secret(salt, hash(password, salt));
    }

    private static byte[] hash(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance(ALGORITHM)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    private static final class Secret {
        private final byte[] salt;
        private final byte[] hash;

        Secret(byte[] salt, byte[] hash) {
            this.salt = salt;
            this.hash = hash;
        }

        byte[] salt() {
            return salt;
        }

        byte[] hash() {
            return hash;
        }
    }
}
