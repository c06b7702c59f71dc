package io.yizhan.server.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Publish and subscribe inside one process: all workers share one, each has its channels from {@link #join}. */
final class ChannelBus {
    private final ConcurrentMap<String, Listener> listeners = new ConcurrentHashMap<>();

    PeerChannels join() {
        return new Member();
    }

    private record Listener(Member member, Consumer<byte[]> consumer) {}

    private final class Member implements PeerChannels {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        @Override
        public List<Boolean> publish(List<Publication> publications) {
            return publications.stream().map(this::publish).toList();
        }

        private boolean publish(Publication publication) {
            Optional<Listener> listener = Optional.ofNullable(listeners.get(publication.channel()));
            listener.ifPresent(present -> present.member().hear(present.consumer(), publication.bytes()));
            return listener.isPresent();
        }

        private void hear(Consumer<byte[]> consumer, byte[] bytes) {
            try {
                thread.execute(() -> consumer.accept(bytes));
            } catch (RejectedExecutionException e) {
                leave(); // closed at this moment: what is published then is lost
            }
        }

        @Override
        public void listen(String channel, Consumer<byte[]> consumer) {
            leave();
            listeners.put(channel, new Listener(this, consumer));
        }

        private void leave() {
            listeners.values().removeIf(listener -> listener.member() == this);
        }

        @Override
        public void close() {
            leave();
            thread.shutdown();
        }
    }
}
