using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Native;

/// <summary>Arithmetic of tensors with numbers, the one place where a number becomes a <see cref="Scalar"/> of TorchSharp.</summary>
/// <remarks>
/// TorchSharp 0.107 passes the handle of a temporary <see cref="Scalar"/> to libtorch and nothing keeps the object alive during the
/// call (<c>Tensor.add(Tensor, Scalar)</c> reads <c>alpha.Handle</c> and is done with it), so that its finaliser may free the number
/// while libtorch reads it: "Unknown scalar type", or another number. Operators and <c>add(Tensor)</c>, whose factor is 1, make such
/// temporaries as well. Here a number lives until its call is over. BannedSymbols.txt and a test of the assemblies forbid the rest.
/// </remarks>
internal static class TensorArithmetic
{
#pragma warning disable RS0030 // Here the numbers are kept.

    // Never collected, and only read: any thread may use them. Integers, as TorchSharp's own, so that integers stay integers.
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;
    private static readonly Scalar Two = 2;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor left, Tensor right)
    {
        var sum = left.add(right, One);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return sum;
    }

    /// <summary>a + b for a number b.</summary>
    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        var sum = tensor.add(scalar, One);
        GC.KeepAlive(tensor);
        return sum;
    }

    /// <summary>a + b in a's place.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other)
    {
        var sum = tensor.add_(other, One);
        GC.KeepAlive(other);
        return sum;
    }

    /// <summary>a + f b in a's place.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar scalar = factor;
        var sum = tensor.add_(other, scalar);
        GC.KeepAlive(other);
        return sum;
    }

    /// <summary>a + b for a number b, in a's place.</summary>
    public static Tensor Add(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        return tensor.add_(scalar, One);
    }

    /// <summary>a + 1 in a's place, which may hold integers.</summary>
    public static Tensor Increment(this Tensor tensor) => tensor.add_(One, One);

    /// <summary>a - b for a number b.</summary>
    public static Tensor Minus(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        var difference = tensor.sub(scalar);
        GC.KeepAlive(tensor);
        return difference;
    }

    /// <summary>1 - a.</summary>
    public static Tensor Complement(this Tensor tensor)
    {
        using var negative = tensor.neg();
        return negative.add(One, One);
    }

    /// <summary>a b for a number b.</summary>
    public static Tensor Times(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        var product = tensor.mul(scalar);
        GC.KeepAlive(tensor);
        return product;
    }

    /// <summary>a b for a number b, in a's place.</summary>
    public static Tensor Scale(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        return tensor.mul_(scalar);
    }

    /// <summary>a / b for a number b.</summary>
    public static Tensor DividedBy(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        var quotient = tensor.div(scalar);
        GC.KeepAlive(tensor);
        return quotient;
    }

    /// <summary>a squared.</summary>
    public static Tensor Squared(this Tensor tensor)
    {
        var square = tensor.pow(Two);
        GC.KeepAlive(tensor);
        return square;
    }

    /// <summary>a, but no less than one number and no more than another.</summary>
    public static Tensor Clamped(this Tensor tensor, double least, double most)
    {
        using Scalar low = least;
        using Scalar high = most;
        var clamped = tensor.clamp(low, high);
        GC.KeepAlive(tensor);
        return clamped;
    }

    /// <summary>Where a is more than 0.</summary>
    public static Tensor IsPositive(this Tensor tensor)
    {
        var positive = tensor.gt(Zero);
        GC.KeepAlive(tensor);
        return positive;
    }

    /// <summary>A number in every element of a.</summary>
    public static Tensor Fill(this Tensor tensor, double number)
    {
        using Scalar scalar = number;
        return tensor.fill_(scalar);
    }

    /// <summary>0, 1, ... as float32.</summary>
    /// <param name="count">How many.</param>
    public static Tensor Ramp(long count)
    {
        using Scalar end = count;
        return arange(Zero, end, One, float32);
    }
#pragma warning restore RS0030
}
