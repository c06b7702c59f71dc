package io.yizhan.server.archive.mysql;

import javax.sql.DataSource;
import org.apache.ibatis.logging.nologging.NoLoggingImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** How MyBatis is set up here. */
final class SessionFactories {
    private SessionFactories() {}

    static SqlSessionFactory over(DataSource source) {
        Configuration configuration =
                new Configuration(new Environment("archive", new JdbcTransactionFactory(), source));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setLogImpl(NoLoggingImpl.class); // it would write down what is stored
        configuration.setArgNameBasedConstructorAutoMapping(true);
        // A transaction must see what it wrote itself.
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        configuration.setCacheEnabled(false);
        configuration.addMapper(WriteMapper.class);
        configuration.addMapper(ReadMapper.class);
        configuration.addMapper(DeadLetterMapper.class);
        configuration.addMapper(PositionMapper.class);
        configuration.addMapper(GroupMapper.class);
        configuration.addMapper(RelationMapper.class);
        return new SqlSessionFactoryBuilder().build(configuration);
    }
}
