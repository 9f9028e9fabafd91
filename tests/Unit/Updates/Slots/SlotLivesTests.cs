using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

/// <summary>Two hundred appliances, each with its own luck: good and bad versions, power cuts in the middle of a sector, owners who go back.</summary>
public sealed class SlotLivesTests
{
    private const int Appliances = 200;
    private const int Updates = 25;

    [Fact]
    public void Whatever_is_installed_and_wherever_the_power_is_cut_every_appliance_ends_up_serving()
    {
        var fellBack = 0;
        for (var seed = 0; seed < Appliances; seed++)
        {
            Life life = new(new Random(seed));
            for (var update = 0; update < Updates; update++)
            {
                life.Update();
                life.Restart(seed);
                Assert.Equal(Version.Serves, life.Serving);
            }

            fellBack += life.FellBack;
        }

        // Three in ten versions are bad: else this would show nothing.
        Assert.InRange(fellBack, Appliances * Updates / 10, Appliances * Updates * 2 / 5);
    }

    private enum Version
    {
        Serves,
        KernelIsNotWhole,
        FailsBeforeItsSupervisor,
        NeverServes,
    }

    private sealed class Life
    {
        private readonly Random random;
        private readonly TornDevice copy1;
        private readonly TornDevice copy2;
        private readonly TornDevice tries;
        private readonly BootRecordStore store;
        private readonly Dictionary<Slot, Version?> slots = new() { [Slot.A] = Version.Serves, [Slot.B] = null };
        private Slot running = Slot.A;
        private int powerCuts;

        public Life(Random random)
        {
            this.random = random;
            (copy1, copy2, tries) = (new(random, BootRecordCopy.Size), new(random, BootRecordCopy.Size), new(random, TriesBlock.Size));
            store = new(copy1, copy2, tries);
            BootRecordCopy.Encode(BootRecord.Factory, 1, copy1.Bytes);
            BootRecordCopy.Encode(BootRecord.Factory, 2, copy2.Bytes);
            TriesBlock.Empty.Encode(tries.Bytes);
        }

        public Version? Serving => slots[running];

        public int FellBack { get; private set; }

        /// <summary>An update, or a step back, which the power may cut off anywhere.</summary>
        public void Update()
        {
            DrawPowerCut();
            try
            {
                if (random.Next(10) == 0)
                {
                    Change(SlotEvent.GoBack);
                    return;
                }

                Change(SlotEvent.Prepare);
                slots[running.Other()] = null;
                slots[running.Other()] = random.Next(10) < 3 ? (Version)random.Next(1, 4) : Version.Serves;
                Change(SlotEvent.Arm);
            }
            catch (PowerCutException)
            {
                powerCuts++;
            }
        }

        /// <summary>Starts until something serves: a bad version costs two starts, and each power cut one more.</summary>
        public void Restart(int seed)
        {
            var (before, starts) = (running, 0);
            for (var serves = false; !serves; starts++)
            {
                Assert.True(starts <= 2 + powerCuts, $"appliance {seed} does not come back: {store.Read()}");
                DrawPowerCut();
                try
                {
                    serves = Start();
                }
                catch (PowerCutException)
                {
                    powerCuts++;
                }
            }

            powerCuts = 0;
            FellBack += slots[running.Other()] is not (null or Version.Serves) && running == before ? 1 : 0;
        }

        private bool Start()
        {
            var record = store.Read();
            var choice = BootChoice.Of(record, store.ReadTries(), slot => slots[slot] is not (null or Version.KernelIsNotWhole));
            if (choice.Tries is { } noted && noted != store.ReadTries())
            {
                var sector = new byte[TriesBlock.Size];
                noted.Encode(sector);
                tries.Write(0, sector);
            }

            Assert.NotNull(choice.Started);
            running = choice.Started.Value;
            if (slots[running] == Version.FailsBeforeItsSupervisor)
            {
                return false;
            }

            Change(SlotEvent.Started);
            Change(slots[running] == Version.Serves ? SlotEvent.Confirm : SlotEvent.GiveUp);
            if (slots[running] == Version.Serves)
            {
                store.Mend();
            }

            return slots[running] == Version.Serves;
        }

        private void Change(SlotEvent @event)
        {
            if (SlotRules.Next(store.Read(), running, @event).Write is { } record)
            {
                store.Write(record);
            }
        }

        // One in three days has one, at one of its first writes.
        private void DrawPowerCut()
        {
            var left = random.Next(3) == 0 && powerCuts < 3 ? random.Next(6) : int.MaxValue;
            PowerCutsLeft.Value = left;
            foreach (var device in (TornDevice[])[copy1, copy2, tries])
            {
                device.Left = PowerCutsLeft;
            }
        }

        private Countdown PowerCutsLeft { get; } = new();
    }

    private sealed class Countdown
    {
        public int Value { get; set; }
    }

    /// <summary>Sectors whose last write before the power cut is torn anywhere, or reads as nothing that was ever written.</summary>
    private sealed class TornDevice(Random random, int length) : IBlockDevice
    {
        public byte[] Bytes { get; } = new byte[length];

        public Countdown? Left { get; set; }

        public long Length => Bytes.Length;

        public void Read(long offset, Span<byte> buffer) => Bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (Left is { } left && left.Value-- <= 0)
            {
                left.Value = int.MaxValue;
                Tear(bytes);
                throw new PowerCutException();
            }

            bytes.CopyTo(Bytes.AsSpan((int)offset));
        }

        public void Flush()
        {
        }

        private void Tear(ReadOnlySpan<byte> bytes)
        {
            var cut = random.Next(bytes.Length);
            bytes[..cut].CopyTo(Bytes);
            if (random.Next(2) == 0)
            {
                random.NextBytes(Bytes.AsSpan(cut / 512 * 512, 512));
            }
        }
    }
}
