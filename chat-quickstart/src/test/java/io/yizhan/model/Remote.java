package io.yizhan.model;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store as one process sees it: a call takes a while to get there, and its answer a while to come back; both may be
 * lost, and then the call fails after some time, carried out or not.
 */
final class Remote implements InvocationHandler {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<?> target;
    private final Life caller;
    private final Service service;
    private final Function<String, RuntimeException> failure;

    private Remote(Supplier<?> target, Life caller, Service service, Function<String, RuntimeException> failure) {
        this.target = target;
        this.caller = caller;
        this.service = service;
        this.failure = failure;
    }

    /** @param target what it is at the time of a call */
    static <T> T port(
            Class<T> port,
            Supplier<? extends T> target,
            Life caller,
            Service service,
            Function<String, RuntimeException> failure) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, new Remote(target, caller, service, failure)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getReturnType() == CompletionStage.class) {
            return call(method, arguments);
        }
        if (method.getParameterCount() > 0 && service.isAway()) {
            throw failure.apply("Away: " + service.name());
        }
        return carryOut(method, arguments);
    }

    private VirtualFuture<Object> call(Method method, Object[] arguments) {
        VirtualFuture<Object> result = new VirtualFuture<>();
        if (caller.isDead()) {
            return result;
        }
        boolean fails = service.fails(caller);
        boolean arrives = !fails || caller.chance(0.5);
        if (fails && arrives) {
            service.didItUnheard();
        }
        long back = service.latency(caller);
        caller.time().after(service.latency(caller), () -> {
            if (arrives) {
                arrive(method, arguments, fails ? new VirtualFuture<>() : result, back);
            }
        });
        if (fails) {
            caller.after(
                    TIMEOUT,
                    () -> result.completeExceptionally(
                            failure.apply("No answer from " + service.name() + " to: " + method.getName())));
        }
        return result;
    }

    private void arrive(Method method, Object[] arguments, VirtualFuture<Object> result, long back) {
        try {
            ((CompletionStage<?>) carryOut(method, arguments))
                    .whenComplete((value, error) -> caller.after(back, () -> {
                        if (error == null) {
                            result.complete(value);
                        } else {
                            result.completeExceptionally(error);
                        }
                    }));
        } catch (Throwable e) {
            throw new AssertionError("A store in memory failed", e);
        }
    }

    private Object carryOut(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target.get(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
