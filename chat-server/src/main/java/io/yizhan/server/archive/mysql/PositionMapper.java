package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.PositionStore;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The statements of positions and cursors; those with loops stand in {@code PositionMapper.xml}. */
interface PositionMapper {
    void move(@Param("members") List<PositionStore.MemberPosition> members);

    void acknowledge(@Param("cursors") List<PositionStore.DeviceCursor> cursors);

    void see(@Param("devices") List<PositionStore.Device> devices);

    List<MemberRow> positions(@Param("ids") List<String> conversationIds);

    List<MemberRow> positionsOf(@Param("user") String userId, @Param("ids") List<String> conversationIds);

    @Select("SELECT conversation_id, seq FROM device_cursor"
            + " WHERE user_id = #{device.user.value} AND device_id = #{device.id.value}")
    List<CursorRow> cursors(@Param("device") PositionStore.Device device);

    @Select("SELECT user_id, device_id FROM device"
            + " WHERE seen_at < UTC_TIMESTAMP(3) - INTERVAL #{micros} MICROSECOND ORDER BY seen_at LIMIT #{limit}")
    List<DeviceRow> unseen(@Param("micros") long micros, @Param("limit") int limit);

    @Delete("DELETE FROM device_cursor WHERE user_id = #{device.user.value} AND device_id = #{device.id.value}")
    void dropCursors(@Param("device") PositionStore.Device device);

    /** Not one that was seen meanwhile. */
    @Delete("DELETE FROM device WHERE user_id = #{device.user.value} AND device_id = #{device.id.value}"
            + " AND seen_at < UTC_TIMESTAMP(3) - INTERVAL #{micros} MICROSECOND")
    void drop(@Param("device") PositionStore.Device device, @Param("micros") long micros);

    record MemberRow(String conversationId, String userId, long deliveredSeq, long readSeq) {}

    record CursorRow(String conversationId, long seq) {}

    record DeviceRow(String userId, String deviceId) {}
}
