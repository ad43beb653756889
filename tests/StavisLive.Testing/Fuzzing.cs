using System.Globalization;
using CsCheck;

namespace StavisLive.Testing;

/// <summary>Gives a reader inputs that are built like its own and wrong in their parts: it reads them, or refuses them as it says.</summary>
/// <remarks>A thousand each, or as many as STAVIS_FUZZ says (<c>./test --fuzz</c>: a hundred thousand).</remarks>
public static class Fuzzing
{
    private const long Usual = 1_000;

    /// <summary>How many inputs each reader gets.</summary>
    public static long Count => long.TryParse(Environment.GetEnvironmentVariable("STAVIS_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : Usual;

    /// <summary>Runs a reader; any exception but its refusals fails the test, with the smallest input that brings it about.</summary>
    /// <param name="inputs">What it is given.</param>
    /// <param name="read">Reads one; called on several threads.</param>
    /// <param name="isRefusal">Whether an exception is one of those that the reader documents.</param>
    /// <param name="tell">Told how many were read and how many refused.</param>
    public static void Run<T>(Gen<T> inputs, Action<T> read, Func<Exception, bool> isRefusal, Action<string> tell)
    {
        long good = 0, refused = 0;
        inputs.Sample(
            input =>
            {
                try
                {
                    read(input);
                    Interlocked.Increment(ref good);
                }
                catch (Exception e) when (isRefusal(e))
                {
                    Interlocked.Increment(ref refused);
                }
            },
            iter: Count);
        tell(string.Create(CultureInfo.InvariantCulture, $"{good + refused} inputs: {good} read, {refused} refused"));
        // Otherwise it is the inputs' making that was tried.
        if (good == 0 || refused == 0) throw new InvalidOperationException($"{good} inputs were read and {refused} refused: both have to occur.");
    }

    /// <summary>A path that no other thread uses at the same time.</summary>
    public static string PathOf(DirectoryInfo folder, string name) =>
        Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}-{name}"));

    /// <summary>Numbers of bytes, elements and the like: small ones, and those at which arithmetic ends.</summary>
    public static readonly Gen<long> OddNumber = Gen.Frequency(
        (6, Gen.Long[0, 6]),
        (2, Gen.OneOf(-1L, 127, 255, 256, 65_535, 65_536, int.MaxValue, int.MaxValue + 1L, uint.MaxValue, 1L << 32, 1L << 62, long.MaxValue - 3, long.MaxValue, long.MinValue)),
        (1, Gen.Long));

    /// <summary>Texts, some of which are no name of anything.</summary>
    public static readonly Gen<string> OddText = Gen.OneOf(
        Gen.OneOf("", " ", "\0", "a\0b", "../../x", "\ud800", "né", "玄関", "'", "\"", "{}", "%s%n", "\r\n", "NaN", "-0", "1e400", new string('a', 3_000)),
        Gen.String[0, 12]);
}
