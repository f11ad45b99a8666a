"""More odd ways to write the answers: what runs inside, and how they are bound."""

from tests.grading.honest.making import honest

HONEST = [
    honest(
        "generators-inside",
        "The steps of gradient descent come from a generator; sums are made of generators.",
        answers={
            "optimize": """
def steps(w, b, X, Y, rate):
    while True:
        grads, cost = propagate(w, b, X, Y)
        w, b = w - rate * grads["dw"], b - rate * grads["db"]
        yield w, b, grads, cost

def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i, (w, b, grads, cost) in zip(range(num_iterations), steps(w, b, X, Y, learning_rate)):
        if not i % 100:
            costs.append(cost)
    return dict(w=w, b=b), grads, costs
""",
        },
    ),
    honest(
        "recursion",
        "Gradient descent calls itself for what is left, and the loop over examples halves them.",
        answers={
            "optimize": """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False, done=0):
    grads, cost = propagate(w, b, X, Y)
    costs = [cost] if done % 100 == 0 else []
    w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    if num_iterations <= 1:
        return {"w": w, "b": b}, grads, costs
    params, grads, more = optimize(w, b, X, Y, num_iterations - 1, learning_rate, print_cost, done + 1)
    return params, grads, costs + more
""",
            "propagate_loop": """
def total(w, b, X, Y):
    if X.shape[1] > 1:
        half = X.shape[1] // 2
        parts = total(w, b, X[:, :half], Y[:, :half]), total(w, b, X[:, half:], Y[:, half:])
        return [one + two for one, two in zip(*parts)]
    a = sigmoid(sum(w[i, 0] * X[i, 0] for i in range(len(X))) + b)
    y = Y[0, 0]
    return [X * (a - y), a - y, -np.log(a if y else 1 - a)]

def propagate_loop(w, b, X, Y):
    dw, db, cost = (x / X.shape[1] for x in total(w, b, X, Y))
    return {"dw": dw, "db": db}, cost
""",
        },
    ),
    honest(
        "names-in-chinese",
        "Names and comments are Chinese, some with signs that look like others, some with pictures.",
        answers={
            "sigmoid": """
def 激活(数):  # 逻辑函数：把任何数压到 0 与 1 之间 😀
    \"\"\"返回 σ(数)。\"\"\"
    return 1 / (1 + np.exp(-数))

sigmoid = 激活
""",
            "propagate": """
def propagate(权重, 偏置, 样本, 标签):
    数量 = 样本.shape[1]
    α = 激活(权重.T @ 样本 + 偏置)  # (1, 数量)
    损失 = -np.sum(标签 * np.log(α) + (1 - 标签) * np.log(1 - α)) / 数量
    print(f"损失：{损失:.6f} 🎯 ﬁn")
    δ = α - 标签
    return {"dw": 样本 @ δ.T / 数量, "db": δ.sum() / 数量}, 损失
""",
        },
    ),
    honest(
        "names-reused",
        "The notebook binds names that mean something elsewhere: of builtins, of the tools, of the arguments.",
        [
            "max = 3\nid = list = 7\ngrade = 'A'\npoints = score = 30\nresult = None",
            "X = Y = w = b = m = A = None\nfile = call = reference = want = 1",
        ],
        place="optimize",
    ),
    honest(
        "any-arguments",
        "Answers take any arguments, by star, with defaults, or by position only.",
        answers={
            "sigmoid": """
def sigmoid(z=0, /, *, base=np.e):
    return 1 / (1 + np.power(base, -np.asarray(z, dtype=float)))
""",
            "predict": "def predict(*args):\n    w, b, X, *_ = args\n    return (w.T @ X + b > 0).astype(np.int8)",
            "initialize_with_zeros": """
def initialize_with_zeros(dim, *, kind=float, **options):
    return np.zeros((dim, 1), kind), kind()
""",
        },
    ),
    honest(
        "made-by-exec",
        "Answers are made from texts.",
        answers={
            "sigmoid": "exec('def sigmoid(z):\\n    return 1 / (1 + np.exp(-z))')",
            "predict": "predict = eval('lambda w, b, X: np.heaviside(w.T @ X + b, 0)')",
            "initialize_with_zeros": "globals()['initialize_' + 'with_zeros'] = lambda dim: (np.zeros([dim, 1]), 0.0)",
        },
    ),
    honest(
        "corrected-later",
        "A wrong answer stands in the place, and a right one in a cell behind it.",
        ["def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"],
        answers={"sigmoid": "def sigmoid(z):\n    return 1 / (1 - np.exp(-z))  # ???"},
        place="grade-sigmoid",
    ),
    honest(
        "modern-python",
        "Answers use match, the walrus, star expressions, and nested functions with state.",
        answers={
            "initialize_with_zeros": """
def initialize_with_zeros(dim):
    match dim:
        case int() | np.integer() if (n := int(dim)) > 0:
            return np.zeros((n, 1)), 0.0
        case _:
            raise ValueError(f"dim must be a positive whole number; got {dim!r}")
""",
            "propagate": """
def propagate(w, b, X, Y):
    (*_, m), n = X.shape, len(X)
    cost = -np.sum(np.log(np.where(Y == 1, A := sigmoid(w.T @ X + b), 1 - A))) / m
    return {"dw": (X @ (dZ := A - Y).T).reshape(n, 1) / m, **{"db": np.sum(dZ).item() / m}}, cost
""",
        },
    ),
    honest(
        "threads-inside",
        "The loop over examples is done by threads.",
        answers={
            "propagate_loop": """
from concurrent.futures import ThreadPoolExecutor

def one(w, b, x, y):
    a = sigmoid(float(w.ravel() @ x) + b)
    return x * (a - y), a - y, -(y * np.log(a) + (1 - y) * np.log(1 - a))

def propagate_loop(w, b, X, Y):
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda i: one(w, b, X[:, i], Y[0, i]), range(X.shape[1])))
    dws, dbs, costs = zip(*found)
    m = len(found)
    return {"dw": sum(dws).reshape(-1, 1) / m, "db": sum(dbs) / m}, sum(costs) / m
""",
        },
    ),
]
