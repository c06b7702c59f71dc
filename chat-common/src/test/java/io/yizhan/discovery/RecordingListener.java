package io.yizhan.discovery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it hears, in order. */
final class RecordingListener implements NodeListener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void joined(ImNode node) {
        heard.add("joined " + node.id());
    }

    @Override
    public void changed(ImNode node) {
        heard.add("changed " + node.id() + " " + node.balance() + " " + node.state());
    }

    @Override
    public void left(ImNode node) {
        heard.add("left " + node.id());
    }
}
