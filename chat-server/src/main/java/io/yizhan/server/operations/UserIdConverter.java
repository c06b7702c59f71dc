package io.yizhan.server.operations;

import io.yizhan.identity.UserId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a user id from the command line. */
final class UserIdConverter implements ITypeConverter<UserId> {
    @Override
    public UserId convert(String value) {
        if (!UserId.isValid(value)) {
            throw new TypeConversionException("Not a user id: " + value);
        }
        return new UserId(value);
    }
}
