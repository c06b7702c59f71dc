package io.yizhan.server;

import io.yizhan.config.InvalidSettingsException;
import io.yizhan.lifecycle.CredentialsRefusedException;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.config.ServerConfigReader;
import io.yizhan.server.config.StandaloneConfig;
import io.yizhan.server.extension.PortCatalog;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code bin/chat-server}: runs one worker until it is told to stop. */
public final class ChatServerMain {
    /** As sysexits.h: EX_CONFIG. */
    private static final int BAD_SETTINGS = 78;

    private static final Logger log = LoggerFactory.getLogger(ChatServerMain.class);

    private ChatServerMain() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    /** Blocks until the process is told to stop; the worker is closed by then. */
    private static int run(List<String> arguments) throws InterruptedException {
        Starter starter;
        try {
            starter = starter(arguments);
        } catch (InvalidSettingsException e) {
            e.errors().forEach(line -> log.error("Wrong settings: {}", line));
            return BAD_SETTINGS;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Thread running = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, stopped), "stop"));
        try (RunningWorker worker = starter.start()) {
            worker.awaitDrain(); // or until the signal interrupts
            log.info("Leaving as an operator has asked");
        } catch (InterruptedException e) {
            log.info("Stopped as asked");
            return 0;
        } catch (CredentialsRefusedException e) { // it says all that there is to say
            log.error("Could not start: {}", e.getMessage());
            return 1;
        } catch (RuntimeException e) {
            log.error("Could not start: {}", e.getMessage(), e);
            return 1;
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static Starter starter(List<String> arguments) {
        PortCatalog ports = SwappablePorts.onClassPath();
        return switch (ServerConfigReader.mode(arguments, System.getenv())) {
            case CLUSTER -> {
                ServerConfig config = ServerConfigReader.read(arguments, System.getenv(), ports);
                yield () -> ChatServer.start(config);
            }
            case STANDALONE -> {
                StandaloneConfig config = ServerConfigReader.readStandalone(arguments, System.getenv(), ports);
                yield () -> StandaloneServer.start(config);
            }
        };
    }

    /** Starts what the settings ask for; blocks. */
    private interface Starter {
        RunningWorker start() throws InterruptedException;
    }

    private static void stop(Thread running, CountDownLatch stopped) {
        if (stopped.getCount() == 0) {
            return; // ending by itself, with an exit code of its own
        }
        running.interrupt();
        try {
            stopped.await();
            Runtime.getRuntime().halt(0); // stopped as asked is no failure, whatever the signal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
