package io.yizhan.server.archive.mysql;

import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** A {@code long} of which all 64 bits count, as BIGINT UNSIGNED. Public, since MyBatis makes it by reflection. */
public final class UnsignedLongHandler extends BaseTypeHandler<Long> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, Long value, JdbcType type)
            throws SQLException {
        statement.setBigDecimal(index, new BigDecimal(Long.toUnsignedString(value)));
    }

    @Override
    public @Nullable Long getNullableResult(ResultSet row, String column) throws SQLException {
        return bits(row.getBigDecimal(column));
    }

    @Override
    public @Nullable Long getNullableResult(ResultSet row, int column) throws SQLException {
        return bits(row.getBigDecimal(column));
    }

    @Override
    public @Nullable Long getNullableResult(CallableStatement statement, int column) throws SQLException {
        return bits(statement.getBigDecimal(column));
    }

    private static @Nullable Long bits(@Nullable BigDecimal value) {
        return value == null ? null : value.longValue();
    }
}
