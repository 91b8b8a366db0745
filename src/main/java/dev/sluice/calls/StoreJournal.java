package dev.sluice.calls;

import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts by name, on any store. */
final class StoreJournal implements Journal {
  private final JournalStore store;

  StoreJournal(JournalStore store) {
    this.store = store;
  }

  @Override
  public boolean putIfAbsent(FactName name, byte[] fact) throws IOException {
    if (store.putIfAbsent(name.path(), fact)) {
      return true;
    }
    if (name.kind() == FactKind.INTENT) {
      return false;
    }
    Optional<byte[]> there = store.get(name.path());
    if (there.isEmpty() || FactJson.read(there.get()).isPresent()) {
      return false;
    }
    store.replace(name.path(), fact);
    return true;
  }

  @Override
  public Optional<byte[]> get(FactName name) throws IOException {
    return store.get(name.path());
  }

  @Override
  public boolean has(FactName name) throws IOException {
    return store.has(name.path());
  }

  @Override
  public void withdrawIntent(FactName intent) throws IOException {
    if (intent.kind() != FactKind.INTENT) {
      throw new IllegalArgumentException("only intents are taken back, not " + intent);
    }
    store.delete(List.of(intent.path()));
  }

  @Override
  public void sweep(List<FactName> facts) throws IOException {
    store.delete(facts.stream().map(FactName::path).toList());
  }

  @Override
  public List<FactName> list(String shard) throws IOException {
    List<FactName> names = new ArrayList<>();
    store.list("v1/" + shard, "", file -> FactName.parse(file).ifPresent(names::add));
    return names;
  }

  @Override
  public List<FactName> list(WorkKey work) throws IOException {
    List<FactName> names = new ArrayList<>();
    store.list(
        "v1/" + work.value().substring(0, 2),
        work.value() + ".",
        file -> FactName.parse(file).ifPresent(names::add));
    return names;
  }

  @Override
  public boolean excludes() {
    return store.excludes();
  }
}
