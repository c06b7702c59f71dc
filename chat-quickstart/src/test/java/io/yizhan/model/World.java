package io.yizhan.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.client.store.LocalStore;
import io.yizhan.client.sync.OwnDevice;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.model.Tally.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Three people with five devices on two workers, and whatever happens to them. */
final class World {
    private static final List<String> PEOPLE = List.of("ann", "bob", "cid");
    private static final List<String> DEVICES = List.of("ann/phone", "ann/laptop", "bob/phone", "bob/tablet", "cid/pc");
    /** No client is there sooner after a kill: its ids would be ahead of the clock then, which is not promised for. */
    private static final long STARTED_WITHIN_MS = 1_100;

    private static final long SETTLED_WITHIN_MS = 240_000;

    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final Tally tally = new Tally();
    private final Ledger ledger = new Ledger(time, tally);
    private final Cluster cluster;
    private final Reckoning reckoning;
    private final List<Device> devices = new ArrayList<>();
    private int texts;

    World(long seed) {
        this.random = new Random(seed);
        this.cluster = new Cluster(
                time, random, tally, PEOPLE.stream().map(UserId::new).toList());
        this.reckoning = new Reckoning(cluster, ledger);
        cluster.addWorker();
        cluster.addWorker();
        DEVICES.forEach(name -> devices.add(start(
                new OwnDevice(new UserId(name.split("/")[0]), new DeviceId(name.split("/")[1])), Device.newStore())));
    }

    String history() {
        return ledger.history();
    }

    Tally tally() {
        return tally;
    }

    void play(List<Action> actions) {
        for (Action action : actions) {
            pass(action.afterMs());
            ledger.note("-- " + action.kind() + " " + action);
            perform(action);
        }
        settle();
    }

    /** Ends what still waits, so that no thread is left. */
    void end() {
        devices.forEach(Device::crash);
        cluster.end();
    }

    private Device start(OwnDevice self, LocalStore store) {
        return new Device(self, new Life(time, random.nextLong()), store, ledger, this::anyWorker);
    }

    private Worker anyWorker() {
        Worker first = cluster.worker(random.nextInt(2));
        return first.isDead() ? cluster.worker(random.nextInt(2)) : first;
    }

    private void pass(long millis) {
        time.pass(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void perform(Action action) {
        int place = action.who() % devices.size();
        Device device = devices.get(place);
        long millis = action.amount() * 300L;
        double part = action.amount() / 250.0;
        switch (action.kind()) {
            case SEND -> send(device, action.amount());
            case BURST -> {
                for (int i = 0; i < 3 + action.amount() % 10; i++) {
                    send(device, action.amount());
                }
            }
            case RECALL -> recall(device, action.amount());
            case LOSE_CONNECTION -> device.loseConnection(action.amount() < 50 ? action.amount() : millis);
            case STALL -> {
                tally.count(Event.DEVICE_STALLED);
                device.stall(millis);
            }
            case BAD_LINK -> {
                device.loses(part * 3 / 4);
                device.loseConnection(action.amount());
            }
            case CRASH_CLIENT -> restart(place, device.store(), millis);
            case CRASH_CLIENT_AND_STORE -> restart(place, Device.newStore(), millis);
            case CRASH_WORKER -> cluster.crash(action.who(), TimeUnit.MILLISECONDS.toNanos(millis));
            case STOP_WORKER -> {
                tally.count(Event.WORKER_STOPPED);
                cluster.worker(action.who()).life().stopFor(millis);
            }
            case MESH_LOSES -> cluster.mesh.loses(part * 2);
            case REDIS_FORGETS -> {
                ledger.redisForgets();
                cluster.memory.forget();
            }
            case REDIS -> disturb(cluster.redis, action.who(), millis / 4, part);
            case DATABASE -> disturb(cluster.database, action.who(), millis, part);
            case ROCKETMQ -> disturb(cluster.rocketmq, action.who(), millis / 2, part);
            case PERSISTER -> cluster.broker.persists(action.who() % 2 == 0, part);
        }
    }

    private static void disturb(Service service, int how, long millis, double part) {
        if (how % 2 == 0) {
            service.awayFor(millis);
        } else {
            service.loses(part);
        }
    }

    private void send(Device device, int to) {
        device.send(PEOPLE.get(to % PEOPLE.size()), "m" + texts++);
    }

    /** Mostly something recent. */
    private void recall(Device device, int which) {
        List<Ledger.Send> own = ledger.sends().stream()
                .filter(send -> send.receipt != null
                        && send.from.user().equals(device.self().user()))
                .toList();
        if (!own.isEmpty()) {
            device.recall(own.get(own.size() - 1 - which % Math.min(5, own.size())));
        }
    }

    private void restart(int place, LocalStore store, long afterMillis) {
        OwnDevice self = devices.get(place).self();
        devices.get(place).crash();
        tally.count(Event.CLIENT_KILLED);
        if (store != devices.get(place).store()) {
            tally.count(Event.LOCAL_STORE_LOST);
            ledger.forgets(self); // nobody knows of its sends any more
        }
        devices.set(place, start(self, store));
        devices.get(place).stop(Math.max(STARTED_WITHIN_MS, afterMillis));
    }

    private void settle() {
        ledger.note("-- all is well again");
        ledger.allIsWell();
        cluster.heal();
        devices.forEach(device -> device.loses(0));
        await(() -> reckoning.owed(screens()));
        pass(30_000); // nothing may come twice
        reckoning.checkRows();
        // an acknowledgement that got lost comes again with the next connection
        devices.forEach(device -> device.loseConnection(0));
        await(() -> reckoning.unsaved(screens()));
        reckoning.checkPositions(ledger.screens());
        ledger.note("-- the end");
    }

    private List<Screen> screens() {
        return devices.stream().map(device -> ledger.screen(device.store())).toList();
    }

    private void await(Supplier<List<String>> look) {
        List<String> wrong = List.of("not looked at");
        for (long passed = 0; !wrong.isEmpty() && passed < SETTLED_WITHIN_MS; passed += 5_000) {
            pass(5_000);
            wrong = look.get();
        }
        assertThat(wrong)
                .as("after all was well for %d s", SETTLED_WITHIN_MS / 1000)
                .isEmpty();
    }
}
