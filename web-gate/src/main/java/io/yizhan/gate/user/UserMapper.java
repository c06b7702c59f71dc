package io.yizhan.gate.user;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The table {@code users}. Blocks; fails with a {@code DataAccessException}. */
@Mapper
interface UserMapper {
    @Insert("INSERT INTO users (user_id, password_hash, nickname) VALUES (#{userId}, #{passwordHash}, #{nickname})")
    void insert(
            @Param("userId") String userId,
            @Param("passwordHash") String passwordHash,
            @Param("nickname") @Nullable String nickname);

    @Select("SELECT password_hash AS passwordHash, role FROM users WHERE user_id = #{userId}")
    @Nullable
    Account find(@Param("userId") String userId);

    /** Only if the hash is still {@code seen}: a password that was changed meanwhile stays changed. */
    @Update("UPDATE users SET password_hash = #{hash} WHERE user_id = #{userId} AND password_hash = #{seen}")
    int replaceHash(@Param("userId") String userId, @Param("seen") String seen, @Param("hash") String hash);
}
