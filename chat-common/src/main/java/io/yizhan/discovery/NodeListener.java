package io.yizhan.discovery;

/** Hears of workers that come, change and go. Called in order, on the watch's thread; must not block. */
public interface NodeListener {
    void joined(ImNode node);

    /** Balance or state changed; the incarnation did not. */
    default void changed(ImNode node) {}

    void left(ImNode node);
}
