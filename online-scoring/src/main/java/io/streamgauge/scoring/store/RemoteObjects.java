package io.streamgauge.scoring.store;

import java.util.List;
import java.util.Optional;

/** Bytes by key on a server, which a store of models is kept in. Thread-safe; closed by the store. */
interface RemoteObjects extends AutoCloseable {

    /**
     * What is under a key; empty when nothing is.
     *
     * @param most greatest size that is read
     * @throws ModelStoreException when the server cannot be asked, refuses, or has more than that
     */
    Optional<byte[]> read(String key, int most) throws ModelStoreException;

    /** Whether something is under a key; one that does not answer this question says no. */
    boolean has(String key) throws ModelStoreException;

    /**
     * Puts bytes under a key.
     *
     * @param onlyNew whether what is there stays, as far as the server heeds that
     * @return whether they were written; not when something is there already and stays
     */
    boolean write(String key, byte[] bytes, boolean onlyNew) throws ModelStoreException;

    /** All keys that begin so. */
    List<String> list(String prefix) throws ModelStoreException;

    /** A key as a user may look it up. */
    String where(String key);

    /** Where all of them are, as the user wrote it. */
    String location();

    @Override
    default void close() {}
}
