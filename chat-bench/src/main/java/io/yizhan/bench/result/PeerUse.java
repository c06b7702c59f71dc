package io.yizhan.bench.result;

/**
 * What went between workers.
 *
 * @param frames each once, however often it was sent
 * @param bytes of all that was sent
 */
public record PeerUse(long frames, long bytes) {
    public static final PeerUse NONE = new PeerUse(0, 0);

    public PeerUse plus(PeerUse other) {
        return new PeerUse(frames + other.frames, bytes + other.bytes);
    }

    public PeerUse since(PeerUse earlier) {
        return new PeerUse(frames - earlier.frames, bytes - earlier.bytes);
    }
}
