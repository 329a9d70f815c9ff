package org.memorycached.e2e.benchmark.library;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.memorycached.e2e.benchmark.SampleUser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisHttpSession;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisIndexedHttpSession;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;

/** The repositories of Spring Session, configured as its own annotations configure them. */
public class SpringSessions {

    /** Who keeps the sessions. */
    public enum Keeper {
        REDIS(InRedis.class),
        REDIS_INDEXED(InRedisIndexed.class),
        /** H2 in the same JVM: no network at all. */
        JDBC(InDatabase.class);

        private final Class<?> configuration;

        Keeper(Class<?> configuration) {
            this.configuration = configuration;
        }
    }

    @State(Scope.Benchmark)
    public static class Repository {

        private static final int SESSIONS = 300;

        @Param
        public Keeper keeper;

        private AnnotationConfigApplicationContext context;
        private SessionRepository<Session> repository;
        private final List<String> ids = new ArrayList<>();

        @Setup
        @SuppressWarnings("unchecked")
        public void open() {
            context = new AnnotationConfigApplicationContext(keeper.configuration);
            repository = context.getBean(SessionRepository.class);
            for (int i = 0; i < SESSIONS; i++) {
                ids.add(save(i).getId());
            }
        }

        Session save(int number) {
            SampleUser user = new SampleUser(number);
            Session session = repository.createSession();
            user.attributes().forEach(session::setAttribute);
            session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user.uid());
            repository.save(session);
            return session;
        }

        Session find(int number) {
            Session session = repository.findById(ids.get(number % SESSIONS));
            if (session == null) {
                throw new IllegalStateException("A session is gone that is to be read");
            }
            return session;
        }

        @TearDown
        public void close() {
            context.close();
        }
    }

    @State(Scope.Thread)
    public static class Turn {
        private int next = ThreadLocalRandom.current().nextInt(1_000);

        int next() {
            return next++;
        }
    }

    @Benchmark
    public Session find(Repository repository, Turn turn) {
        return repository.find(turn.next());
    }

    @Benchmark
    public Session create(Repository repository, Turn turn) {
        return repository.save(turn.next());
    }

    static LettuceConnectionFactory redis() {
        return new LettuceConnectionFactory("127.0.0.1", Given.redisPort());
    }

    @Configuration
    @EnableRedisHttpSession
    static class InRedis {
        @Bean
        LettuceConnectionFactory connections() {
            return redis();
        }
    }

    @Configuration
    @EnableRedisIndexedHttpSession
    static class InRedisIndexed {
        @Bean
        LettuceConnectionFactory connections() {
            return redis();
        }
    }

    @Configuration
    @EnableJdbcHttpSession
    static class InDatabase {
        @Bean(destroyMethod = "dispose")
        JdbcConnectionPool dataSource() {
            JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
            DatabasePopulatorUtils.execute(
                    new ResourceDatabasePopulator(
                            new ClassPathResource("org/springframework/session/jdbc/schema-h2.sql")),
                    pool);
            return pool;
        }

        @Bean
        JdbcTransactionManager transactions(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
}
