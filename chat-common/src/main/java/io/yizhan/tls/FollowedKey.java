package io.yizhan.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The certificate and key in two files, which may be replaced at any time. One thread at a time. */
public final class FollowedKey {
    /** How often to look; certificates are replaced days before they end. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final TlsFiles files;
    private @Nullable Content taken;

    public FollowedKey(TlsFiles files) {
        this.files = files;
    }

    /**
     * Gives the pair to {@code taker} if the files hold another than it took last; the first time as well. Blocks for
     * the disk.
     *
     * @param taker may refuse it with {@link IllegalArgumentException}
     * @throws IllegalStateException if the files hold no pair, or it is refused; then it counts as not taken
     */
    public void look(Consumer<CertifiedKey> taker) {
        try {
            Content now = Content.of(files);
            if (!now.equals(taken)) {
                taker.accept(CertifiedKey.read(now.certificates(), now.key()));
                taken = now;
            }
        } catch (IOException e) {
            throw unusable("cannot read " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    private IllegalStateException unusable(String why, Exception cause) {
        return new IllegalStateException(
                "No TLS with " + files.certificates() + " and " + files.key() + ": " + why, cause);
    }

    /** The text of both files. */
    private record Content(String certificates, String key) {
        static Content of(TlsFiles files) throws IOException {
            return new Content(
                    Files.readString(files.certificates(), StandardCharsets.ISO_8859_1),
                    Files.readString(files.key(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public String toString() {
            return "Content";
        }
    }
}
