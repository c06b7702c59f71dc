package io.yizhan.embedded.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says back what it hears, and keeps what it heard. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final Thread acceptor;
    private final StringBuffer heard = new StringBuffer();
    private volatile int reads;
    private volatile boolean ended;

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    String heard() {
        return heard.toString();
    }

    /** How many pieces it came in, by and large. */
    int reads() {
        return reads;
    }

    /** Whether a client has ended its side, or is gone. */
    boolean ended() {
        return ended;
    }

    int accepted() {
        return accepted.size();
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                accepted.add(socket);
                start(() -> echo(socket));
            }
        } catch (IOException e) {
            ended = true; // closed
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[64 * 1024];
        try (socket) {
            int size;
            while ((size = socket.getInputStream().read(buffer)) >= 0) {
                reads++;
                heard.append(new String(buffer, 0, size, StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(buffer, 0, size);
            }
        } catch (IOException e) {
            // reset, which is an end as well
        } finally {
            ended = true;
        }
    }

    /** Whoever dials from now on is refused; a listener is accepted from until its thread has noticed. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
