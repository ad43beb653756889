using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using StavisLive.Server.Feeds.Following;
using StavisLive.Server.Feeds.Maps;

namespace StavisLive.Server.Feeds.WebSockets;

/// <summary>Writes the head of a map's binary message: its length, and the JSON of what is everybody's and of what is this subscriber's own.</summary>
internal sealed class MapMessageHead
{
    private readonly int _channel;

    // The map's own field, or nothing, and the object's end.
    private readonly byte[] _end;

    /// <param name="channel">The subscriber's number for it.</param>
    /// <param name="format">How values are written; null: there are none.</param>
    public MapMessageHead(int channel, MapFormat? format)
    {
        _channel = channel;
        _end = Encoding.ASCII.GetBytes(format is null
            ? "}"
            : FormattableString.Invariant(
                $$$""","map":{"encoding":"{{{format.Encoding.ToString().ToLowerInvariant()}}}","width":{{{format.Width}}},"height":{{{format.Height}}},"bytes":{{{format.Length}}}}}"""));
    }

    /// <summary>Writes one message's.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="followed">The message, and how the subscriber has fared so far.</param>
    /// <param name="age">Since the frame was captured.</param>
    public void Write(IBufferWriter<byte> buffer, FollowedMap followed, TimeSpan age)
    {
        var map = followed.Map;
        Span<byte> own = stackalloc byte[192];
        var ownLength = WriteOwn(own, followed.Skipped, followed.Holes, age);
        var length = ownLength + map.Fields.Length + _end.Length;
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), length);
        buffer.Advance(sizeof(int));
        buffer.Write(own[..ownLength]);
        buffer.Write(map.Fields);
        buffer.Write(_end);
    }

    private int WriteOwn(Span<byte> own, long skipped, int holes, TimeSpan age)
    {
        Utf8.TryWrite(
            own, CultureInfo.InvariantCulture,
            $$"""{"type":"map","channel":{{_channel}},"skipped":{{skipped}},"age":{{age.TotalMilliseconds:0.0}},""", out var length);
        if (holes == 0) return length;
        Utf8.TryWrite(own[length..], CultureInfo.InvariantCulture, $"\"holes\":{holes},", out var further);
        return length + further;
    }
}
