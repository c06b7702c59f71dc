package io.yizhan.server.archive.mysql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A way to a database that ends at one statement of all those that change something. */
final class MortalDataSource {
    private static final Pattern CHANGE =
            Pattern.compile("(\\s|--[^\n]*\n)*(CREATE|ALTER|INSERT|REPLACE|UPDATE|DELETE|DROP)\\b.*", Pattern.DOTALL);

    private final DataSource target;
    private final int at;
    private final End end;
    private final AtomicInteger changes = new AtomicInteger();
    private final List<Connection> open = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    /** What becomes of that statement. */
    enum End {
        /** It is done, then the process is gone: all connections break. */
        KILLED,
        /** It fails, and those after it are done. */
        REFUSED
    }

    /** @param at the number of the statement, from 1 */
    MortalDataSource(DataSource target, int at, End end) {
        this.target = target;
        this.at = at;
        this.end = end;
    }

    DataSource source() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = call(target, method, arguments);
            return result instanceof Connection connection ? connected(connection) : result;
        });
    }

    /** Whether that statement came. */
    boolean hasEnded() {
        return changes.get() >= at;
    }

    private Connection connected(Connection connection) throws SQLException {
        if (dead) {
            connection.close();
            throw gone();
        }
        open.add(connection);
        return proxy(Connection.class, (method, arguments) -> {
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement prepared) {
                return proxy(
                        PreparedStatement.class, (step, values) -> run(prepared, (String) arguments[0], step, values));
            }
            return result instanceof Statement statement
                    ? proxy(Statement.class, (step, values) -> run(statement, "", step, values))
                    : result;
        });
    }

    private @Nullable Object run(Statement statement, String prepared, Method step, Object @Nullable [] values)
            throws Throwable {
        String sql = values != null && values.length > 0 && values[0] instanceof String text ? text : prepared;
        boolean last = step.getName().startsWith("execute")
                && CHANGE.matcher(sql).matches()
                && changes.incrementAndGet() == at;
        if (!last) {
            return call(statement, step, values);
        }
        if (end == End.REFUSED) {
            throw new SQLException("Refused by the test");
        }
        call(statement, step, values);
        dead = true;
        for (Connection each : open) {
            each.abort(Runnable::run);
        }
        throw gone();
    }

    private static SQLException gone() {
        return new SQLNonTransientConnectionException("The process is gone");
    }

    /** What a proxy does. */
    private interface Behaviour {
        @Nullable
        Object call(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? MortalDataSource.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> behaviour.call(method, arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
