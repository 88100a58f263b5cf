package io.streamgauge.scoring.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Models in a directory, local or shared. A file is written beside its place, forced to the disk and moved there whole; the
 * registration comes last, by a link that fails where there is one already, so that a process killed at any moment leaves
 * either no registration or a whole one of a whole file.
 */
public final class DirectoryModelStore implements ModelStore {

    private final Path directory;

    /** Made when first written to. */
    public DirectoryModelStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public void put(ModelRegistration registration, byte[] onnx) throws ModelStoreException {
        Registrations.checkIsOf(registration, onnx);
        Optional<ModelRegistration> kept = find(registration.name(), registration.version());
        if (kept.isPresent()) {
            kept.get().checkSameFile(registration.digest());
            return;
        }
        try {
            keepFile(registration.digest(), onnx);
            Path record = directory.resolve(StoreLayout.record(registration.name(), registration.version()));
            if (!create(record, RegistrationJson.write(registration))) {
                find(registration.name(), registration.version())
                        .orElse(registration)
                        .checkSameFile(registration.digest());
            }
        } catch (IOException e) {
            throw new ModelStoreException("cannot write to the model store " + directory + ": " + e, e);
        }
    }

    @Override
    public void keep(byte[] onnx) throws ModelStoreException {
        String digest = Digests.of(onnx);
        try {
            if (!holds(digest)) {
                keepFile(digest, onnx);
            }
        } catch (IOException e) {
            throw new ModelStoreException("cannot write to the model store " + directory + ": " + e, e);
        }
    }

    /** Whether a file is there, and whole. */
    private boolean holds(String digest) {
        try {
            return Digests.of(Files.readAllBytes(directory.resolve(StoreLayout.file(digest))))
                    .equals(digest);
        } catch (IOException e) {
            return false;
        }
    }

    private void keepFile(String digest, byte[] onnx) throws IOException {
        Path file = directory.resolve(StoreLayout.file(digest));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path partial = partial(file, onnx);
        try {
            // Over a file that is there already: it holds the same bytes, or was damaged.
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(Objects.requireNonNull(file.getParent()));
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Whether the file was made; not when there is one already. */
    private static boolean create(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path partial = partial(file, bytes);
        try {
            link(file, partial);
            force(Objects.requireNonNull(file.getParent()));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void link(Path file, Path partial) throws IOException {
        try {
            Files.createLink(file, partial);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            // A file system without links: the check for another file and the move are two steps there.
            Files.move(partial, file);
        }
    }

    private static Path partial(Path file, byte[] bytes) throws IOException {
        // Not a temporary file of the JDK's: those are their maker's alone, and another user may serve from the store.
        Path partial = file.resolveSibling(".writing-" + UUID.randomUUID() + ".part");
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        return partial;
    }

    /** Makes the names in a directory last, where the system lets a directory be opened. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no directories; its names are journalled.
        }
    }

    @Override
    public Optional<ModelRegistration> find(String name, String version) throws ModelStoreException {
        Path record = directory.resolve(StoreLayout.record(name, version));
        try {
            return Optional.of(Registrations.read(Files.readAllBytes(record), name, version, record.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ModelStoreException("cannot read " + record + ": " + e, e);
        }
    }

    @Override
    public List<ModelRegistration> list() throws ModelStoreException {
        Path records = directory.resolve(StoreLayout.RECORDS);
        if (Files.notExists(records)) {
            return List.of();
        }
        List<ModelRegistration> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(records, 2)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Optional<StoreLayout.Key> key = StoreLayout.key(relative(file));
                if (key.isPresent()) {
                    find(key.get().name(), key.get().version()).ifPresent(all::add);
                }
            }
        } catch (IOException e) {
            throw new ModelStoreException("cannot read " + records + ": " + e, e);
        }
        all.sort(Registrations.ORDER);
        return List.copyOf(all);
    }

    private String relative(Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public Path fetch(String digest) throws ModelStoreException {
        Path file = directory.resolve(StoreLayout.file(digest));
        try {
            String seen = Digests.of(Files.readAllBytes(file));
            if (!seen.equals(digest)) {
                throw new ModelStoreException(file + " is damaged: its digest is " + seen);
            }
            return file;
        } catch (NoSuchFileException e) {
            throw new ModelStoreException("the model store " + directory + " has no file of digest " + digest, e);
        } catch (IOException e) {
            throw new ModelStoreException("cannot read " + file + ": " + e, e);
        }
    }
}
