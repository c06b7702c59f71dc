package io.yizhan.gate.user;

import io.yizhan.identity.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The accounts in the database. */
@Component
final class MyBatisUserDirectory implements UserDirectory {
    private static final Logger log = LoggerFactory.getLogger(MyBatisUserDirectory.class);

    private final UserMapper mapper;

    MyBatisUserDirectory(UserMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean add(UserId user, String passwordHash, @Nullable String nickname) {
        try {
            mapper.insert(user.value(), passwordHash, nickname);
            return true;
        } catch (DuplicateKeyException e) {
            log.debug("The name is taken: {}", user);
            return false;
        }
    }

    @Override
    public Optional<Account> find(UserId user) {
        return Optional.ofNullable(mapper.find(user.value()));
    }

    @Override
    public boolean replaceHash(UserId user, String seen, String hash) {
        return mapper.replaceHash(user.value(), seen, hash) > 0;
    }
}
