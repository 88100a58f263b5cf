package io.streamgauge.scoring.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Models on a server, in the same layout as a directory's, with local copies of the files that were used last. */
final class RemoteModelStore implements ModelStore {

    private static final int MAX_RECORD_BYTES = 1 << 20;

    private final RemoteObjects objects;
    private final ModelCache cache;
    private final int maxBytes;

    /**
     * @param objects the server's, closed with the store
     * @param maxBytes greatest size of a file
     */
    RemoteModelStore(RemoteObjects objects, ModelCache cache, int maxBytes) {
        this.objects = objects;
        this.cache = cache;
        this.maxBytes = maxBytes;
    }

    @Override
    public String location() {
        return objects.location();
    }

    @Override
    public void put(ModelRegistration registration, byte[] onnx) throws ModelStoreException {
        Registrations.checkIsOf(registration, onnx);
        Optional<ModelRegistration> kept = find(registration.name(), registration.version());
        if (kept.isPresent()) {
            kept.get().checkSameFile(registration.digest());
            return;
        }
        objects.write(StoreLayout.file(registration.digest()), onnx, false);
        boolean made = objects.write(
                StoreLayout.record(registration.name(), registration.version()),
                RegistrationJson.write(registration),
                true);
        if (!made) {
            find(registration.name(), registration.version())
                    .orElse(registration)
                    .checkSameFile(registration.digest());
        }
    }

    @Override
    public void keep(byte[] onnx) throws ModelStoreException {
        String key = StoreLayout.file(Digests.of(onnx));
        if (!objects.has(key)) {
            objects.write(key, onnx, false);
        }
    }

    @Override
    public Optional<ModelRegistration> find(String name, String version) throws ModelStoreException {
        String key = StoreLayout.record(name, version);
        Optional<byte[]> json = objects.read(key, MAX_RECORD_BYTES);
        return json.isEmpty()
                ? Optional.empty()
                : Optional.of(Registrations.read(json.get(), name, version, objects.where(key)));
    }

    @Override
    public List<ModelRegistration> list() throws ModelStoreException {
        List<ModelRegistration> found = new ArrayList<>();
        for (String key : objects.list(StoreLayout.RECORDS)) {
            Optional<StoreLayout.Key> record = StoreLayout.key(key);
            if (record.isPresent()) {
                find(record.get().name(), record.get().version()).ifPresent(found::add);
            }
        }
        found.sort(Registrations.ORDER);
        return List.copyOf(found);
    }

    @Override
    public Path fetch(String digest) throws ModelStoreException {
        String key = StoreLayout.file(digest);
        try {
            Optional<Path> copy = cache.find(digest);
            if (copy.isPresent()) {
                return copy.get();
            }
            byte[] bytes = objects.read(key, maxBytes)
                    .orElseThrow(() -> new ModelStoreException(
                            "the model store " + location() + " has no file of digest " + digest));
            String seen = Digests.of(bytes);
            if (!seen.equals(digest)) {
                throw new ModelStoreException(objects.where(key) + " is damaged: its digest is " + seen);
            }
            return cache.keep(digest, bytes);
        } catch (IOException e) {
            throw new ModelStoreException("cannot keep a local copy of " + objects.where(key) + ": " + e, e);
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
