package io.yizhan.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Asks a server on loopback one question, to see whether it answers yet. */
record TcpProbe(int port) {

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int ANSWER_BYTES = 64;

    /** Sends the question (nothing when empty: the server speaks first) and tests the beginning of the answer. */
    boolean answers(String question, Predicate<String> good) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(question.getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = new byte[ANSWER_BYTES];
            int length = socket.getInputStream().read(answer);
            return length > 0 && good.test(new String(answer, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Not yet; the caller asks again and bounds how often.
            return false;
        }
    }
}
