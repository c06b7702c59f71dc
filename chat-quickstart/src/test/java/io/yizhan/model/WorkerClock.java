package io.yizhan.model;

import io.yizhan.server.delivery.DeliveryClock;

/** A worker's clock: a little off, as clocks are. */
record WorkerClock(Life life, long aheadMs) implements DeliveryClock {
    @Override
    public long nanos() {
        return life.time().nanos();
    }

    @Override
    public long epochMs() {
        return life.time().epochMs() + aheadMs;
    }

    @Override
    public void pause(long nanos) throws InterruptedException {
        Fiber fiber = Fiber.current();
        if (fiber == null) {
            throw new IllegalStateException("Only lanes pause");
        }
        fiber.park(nanos, null);
    }
}
