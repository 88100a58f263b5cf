package io.streamgauge.scoring.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Registered models. A file is kept under its digest, and a registration under name and version: it says what the file takes
 * and gives, and what was checked before it got there. Neither ever changes. All methods may be called by several threads
 * and processes at once.
 *
 * <pre>
 * &lt;location&gt;/
 *   files/&lt;digest&gt;.onnx
 *   models/&lt;name&gt;/&lt;version&gt;.json
 * </pre>
 */
public interface ModelStore extends AutoCloseable {

    /**
     * Keeps a file and its registration; does nothing when the very same file is registered under this name and version.
     *
     * @throws ModelStoreException when another file is, or when the store cannot be written; nothing is registered then
     * @throws IllegalArgumentException when the registration is not of these bytes
     */
    void put(ModelRegistration registration, byte[] onnx) throws ModelStoreException;

    /**
     * Keeps a file under its digest, without a registration; does nothing when it is there.
     *
     * @throws ModelStoreException when the store cannot be written
     */
    void keep(byte[] onnx) throws ModelStoreException;

    /**
     * The registration of a model.
     *
     * @throws ModelStoreException when the store cannot be read, or holds something else in its place
     */
    Optional<ModelRegistration> find(String name, String version) throws ModelStoreException;

    /** All registrations, by name, then in the order of registration. */
    List<ModelRegistration> list() throws ModelStoreException;

    /**
     * A local file that is kept, whose bytes have just been checked against the digest.
     *
     * @param digest SHA-256, lower-case hex
     * @throws ModelStoreException when it is not there, cannot be read, is too large, or holds other bytes
     */
    Path fetch(String digest) throws ModelStoreException;

    /** The local file of a registration, as {@link #fetch(String)}; its size is checked as well, before it is read. */
    default Path fetch(ModelRegistration registration) throws ModelStoreException {
        return fetch(registration.digest());
    }

    /** Where it is, as the user wrote it. */
    String location();

    @Override
    default void close() {}

    /**
     * The store at a location: a directory, which is made when first written to, or a URL of {@code file}, {@code http},
     * {@code https} or {@code s3}.
     *
     * @throws ModelStoreException when there can be no store at such a location
     */
    static ModelStore at(String location) throws ModelStoreException {
        return ModelStores.at(location);
    }
}
